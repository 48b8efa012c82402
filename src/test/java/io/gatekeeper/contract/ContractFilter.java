package io.gatekeeper.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.RestAssuredRequest;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;

/**
 * Holds every call that any test makes over HTTP against {@code openapi.yaml}, so that all of them prove the contract.
 *
 * <p>Every answer has to be one the contract has. A request has to fit it when the gate took it (2xx): what the gate
 * accepts and the contract does not know is as much a breach as the reverse, and what it refuses, a batch's item
 * included, may be bad on purpose.
 */
public final class ContractFilter implements Filter, QuarkusTestBeforeEachCallback {

    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(
                            Contract.document().toString())
                    .build();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(new ContractFilter());
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        String path = URI.create(request.getURI()).getRawPath();
        // HEAD is GET without its content, and the contract has it as that.
        if (!path.startsWith("/v1/") || request.getMethod().equals("HEAD")) {
            return answer;
        }
        ValidationReport report =
                VALIDATOR.validateResponse(path, Method.valueOf(request.getMethod()), RestAssuredResponse.of(answer));
        if (isOfNoOperation(report)) {
            assertThat(answer.statusCode())
                    .as("an answer where the contract has no operation: %s %s", request.getMethod(), path)
                    .isIn(401, 404, 405);
            return answer;
        }
        if (answer.statusCode() / 100 == 2 && !answer.asString().contains("urn:gatekeeper:problem:")) {
            report = report.merge(VALIDATOR.validateRequest(RestAssuredRequest.of(request)));
        }
        assertThat(report.getMessages())
                .as("%s %s answered %s%n%s", request.getMethod(), path, answer.statusCode(), answer.asString())
                .filteredOn(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .isEmpty();
        return answer;
    }

    private static boolean isOfNoOperation(ValidationReport report) {
        return report.getMessages().stream()
                .anyMatch(message -> message.getKey().equals("validation.request.path.missing")
                        || message.getKey().equals("validation.request.operation.notAllowed"));
    }
}
