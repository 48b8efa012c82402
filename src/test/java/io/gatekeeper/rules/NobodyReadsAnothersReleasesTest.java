package io.gatekeeper.rules;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 8: platforms see their own requests, publishers their own apps; a foreign id is an absent one. */
@QuarkusTest
class NobodyReadsAnothersReleasesTest {

    private static final Gate OWNER = Gate.as(Tokens.platform("huawei-appgallery"));

    static Stream<Arguments> calls() {
        Gate otherPlatform = Gate.as(Tokens.platform("xiaomi-getapps"));
        Gate otherPublisher = Gate.as(Tokens.publisher(Codes.creditCode()));
        return Stream.of(
                call("another platform reads", otherPlatform, Gate::read),
                call("another platform lists", otherPlatform, Gate::list),
                call("another platform withdraws", otherPlatform, Gate::withdraw),
                call("another platform reads decisions", otherPlatform, (gate, id) -> gate.get(decisions(id))),
                call(
                        "another platform waits",
                        otherPlatform,
                        (gate, id) -> gate.get("/v1/release-requests/" + id + "?wait=PT30S&after=9")),
                call("another publisher reads", otherPublisher, Gate::read),
                call("another publisher reads decisions", otherPublisher, (gate, id) -> gate.get(decisions(id))));
    }

    private static Arguments call(String name, Gate stranger, BiFunction<Gate, String, Response> call) {
        return Arguments.of(name, stranger, call);
    }

    private static String decisions(String id) {
        return "/v1/release-requests/" + id + "/decisions";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void aForeignIdAnswersExactlyAsAnAbsentOne(String name, Gate stranger, BiFunction<Gate, String, Response> call)
            throws Exception {
        String foreign = OWNER.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        Response ofForeign = call.apply(stranger, foreign);
        Response ofAbsent = call.apply(stranger, UUID.randomUUID().toString());
        assertThat(ofForeign.statusCode()).isEqualTo(404).isEqualTo(ofAbsent.statusCode());
        assertThat(withoutInstance(ofForeign)).isEqualTo(withoutInstance(ofAbsent));
        OWNER.read(foreign).then().statusCode(200).body("state", equalTo("CLEARED"));
    }

    @Test
    void aListShowsOnlyOnesOwn() {
        String publisher = registeredPublisher();
        OWNER.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201);
        String list = "/v1/release-requests?publisherId=" + publisher;
        Gate.as(Tokens.platform("xiaomi-getapps")).get(list).then().body("items", hasSize(0));
        Gate.as(Tokens.publisher(Codes.creditCode())).get(list).then().body("items", hasSize(0));
        OWNER.get(list).then().body("items", hasSize(1));
        Gate.as(Tokens.publisher(publisher)).get(list).then().body("items", hasSize(1));
        Gate.as(Tokens.auditor()).get(list).then().body("items", hasSize(1));
    }

    @Test
    void aPublisherSeesItsReleasesAndMovesNone() {
        String publisher = registeredPublisher();
        String id = OWNER.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        Gate ours = Gate.as(Tokens.publisher(publisher));
        ours.read(id).then().statusCode(200).body("platformId", equalTo("huawei-appgallery"));
        ours.list(id).then().statusCode(403);
        ours.withdraw(id).then().statusCode(403);
        Gate.as(Tokens.laboratory()).read(id).then().statusCode(403);
        Gate.as(Tokens.auditor()).withdraw(id).then().statusCode(403);
    }

    private static ObjectNode withoutInstance(Response answer) throws Exception {
        ObjectNode problem = (ObjectNode) new ObjectMapper().readTree(answer.asString());
        return problem.without("instance");
    }
}
