package io.gatekeeper.contract;

import static io.gatekeeper.contract.Refusals.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.contract.Contract.Operation;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.identity.Role;
import io.gatekeeper.local.DevelopmentIssuer.Claims;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route of the contract refuses, one after the other. */
@QuarkusTest
class AllRoutesTest {

    private static final String OPERATIONS = "io.gatekeeper.contract.Contract#operations";

    @ParameterizedTest
    @MethodSource(OPERATIONS)
    void answersNobodyWithoutAToken(Operation operation) {
        Response answer = call(given(), operation, "{}");
        assertProblem(answer, ProblemType.UNAUTHENTICATED);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @MethodSource(OPERATIONS)
    void answersNoRoleButThoseItNames(Operation operation) {
        for (Role role : Role.values()) {
            if (!operation.roles().contains(role.claim())) {
                assertProblem(call(as(role), operation, "{}"), ProblemType.FORBIDDEN);
            }
        }
        String withoutRoles = Tokens.of(new Claims(
                Claims.of(Role.AUDITOR, "o", "s").issuer(), "gatekeeper", "somebody", "somewhere", Set.of(), null));
        assertProblem(call(given().auth().oauth2(withoutRoles), operation, "{}"), ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void refusesBodiesOfTheWrongShape(Operation operation) {
        for (String body : List.of("[]", "null", "{}", "\"x\"", "1", "true", "{\"x\":", "{]", "", "\u0000", "<x/>")) {
            Refusals.assertRefused(call(asSomebodyAllowed(operation), operation, body));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void refusesOtherMediaTypes(Operation operation) {
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded")) {
            Response answer = asSomebodyAllowed(operation)
                    .contentType(type)
                    .body("{}")
                    .request(operation.method(), operation.somePath());
            assertProblem(answer, ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    static Stream<Operation> withBody() {
        return Contract.operations().stream().filter(Operation::takesABody);
    }

    @ParameterizedTest
    @MethodSource(OPERATIONS)
    void answersInJsonOnly(Operation operation) {
        for (String type : List.of("application/xml", "text/plain", "image/*")) {
            Response answer = call(asSomebodyAllowed(operation).header("Accept", type), operation, "{}");
            assertProblem(answer, ProblemType.NOT_ACCEPTABLE);
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void namesTheMethodsAPathHas(String path, Set<String> methods) {
        Set<String> allowed = new TreeSet<>(methods);
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")) {
            if (!allowed.contains(method)) {
                Response answer = as(Role.AUDITOR).request(method, path);
                assertProblem(answer, ProblemType.METHOD_NOT_ALLOWED);
                assertThat(answer.header("Allow").split(", *")).containsExactlyInAnyOrderElementsOf(allowed);
                assertProblem(given().request(method, path), ProblemType.UNAUTHENTICATED);
            }
        }
    }

    static Stream<Arguments> paths() {
        return Contract.operations().stream()
                .map(Operation::somePath)
                .distinct()
                .map(path -> Arguments.of(
                        path,
                        Contract.operations().stream()
                                // More than one may: "batch" stands where an id can stand as well.
                                .filter(operation ->
                                        path.matches(operation.path().replaceAll("\\{[^}]+}", "[^/]+")))
                                .map(Operation::method)
                                .collect(TreeSet<String>::new, Set::add, Set::addAll)));
    }

    @ParameterizedTest
    @MethodSource("ofAnId")
    void answersAnIdThatIsNoneAsAnAbsentOne(Operation operation) {
        for (String id : List.of("nonsense", "0197", "%00", "01970000%00", "%FF%FE", "%ED%A0%80", "x".repeat(1_000))) {
            String path =
                    operation.path().replace("{id}", id).replace("{n}", "1").replace("{item}", "078.4-2");
            Response answer = asSomebodyAllowed(operation)
                    .urlEncodingEnabled(false)
                    .contentType(ContentType.JSON)
                    .body(operation.takesABody() ? FITTING : "")
                    .request(operation.method(), path);
            if (operation.takesABody() && answer.statusCode() == 400) {
                // The body is looked at first, and this one fits only some calls.
                assertProblem(answer, ProblemType.INVALID_REQUEST);
            } else {
                assertProblem(answer, ProblemType.NOT_FOUND);
            }
        }
    }

    /** Enough for every call whose body is a reason. */
    private static final String FITTING = "{\"reason\": \"any\"}";

    static Stream<Operation> ofAnId() {
        return Contract.operations().stream()
                .filter(operation -> operation.path().contains("{id}"));
    }

    @ParameterizedTest
    @MethodSource("unknownPaths")
    void knowsNoOtherPaths(String path) {
        assertProblem(as(Role.AUDITOR).get(path), ProblemType.NOT_FOUND);
        assertProblem(as(Role.AUDITOR).contentType(ContentType.JSON).body("{}").post(path), ProblemType.NOT_FOUND);
        assertProblem(given().get(path), ProblemType.UNAUTHENTICATED);
        assertProblem(given().contentType(ContentType.JSON).body("{}").post(path), ProblemType.UNAUTHENTICATED);
    }

    static Stream<String> unknownPaths() {
        return Stream.of(
                "/",
                "/v1",
                "/v1/nonsense",
                "/v2/release-requests",
                "/v1/release-requests/01970000-0000-7000-8000-000000000000/nonsense",
                "/V1/release-requests",
                "/favicon.ico",
                "/META-INF/openapi.yaml",
                "/v1/notices/../../etc/passwd");
    }

    private static Response call(RequestSpecification caller, Operation operation, String body) {
        if (operation.takesABody()) {
            caller.contentType(operation.bodyType()).body(body.getBytes(StandardCharsets.UTF_8));
        }
        return caller.request(operation.method(), operation.somePath());
    }

    private static RequestSpecification asSomebodyAllowed(Operation operation) {
        return as(Arrays.stream(Role.values())
                .filter(role -> operation.roles().contains(role.claim()))
                .findFirst()
                .orElseThrow());
    }

    private static RequestSpecification as(Role role) {
        String organisation = role == Role.PUBLISHER ? "91350100M000100Y43" : "somewhere";
        return given().auth().oauth2(Tokens.of(Claims.of(role, organisation, "somebody")));
    }
}
