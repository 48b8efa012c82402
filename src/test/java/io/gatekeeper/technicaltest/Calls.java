package io.gatekeeper.technicaltest;

import static io.restassured.RestAssured.given;

import io.gatekeeper.testing.Plans;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** One caller's calls to the laboratories' edge. */
record Calls(String token) {

    static final String PATH = "/v1/technical-tests/";

    RequestSpecification as() {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    ValidatableResponse read(UUID id) {
        return as().get(PATH + id).then();
    }

    ValidatableResponse claim(UUID id) {
        return as().post(PATH + id + "/claim").then();
    }

    ValidatableResponse find(UUID id, String problem, String severity) {
        return post(id, "/findings", Map.of("problem", problem, "severity", severity, "description", "secret text"));
    }

    ValidatableResponse ask(UUID id) {
        return post(id, "/information-requests", Map.of("question", "Why does it read the clipboard?"));
    }

    ValidatableResponse answer(UUID id, int n) {
        return post(id, "/information-requests/" + n + "/answer", Map.of("answer", "To paste a link."));
    }

    ValidatableResponse conclude(UUID id, String outcome) {
        return post(id, "/verdict", Plans.verdict(outcome, "Examined."));
    }

    /** Without a word to the plan. */
    ValidatableResponse concludeBare(UUID id, String outcome) {
        return post(id, "/verdict", Map.of("outcome", outcome, "summary", "Examined."));
    }

    ValidatableResponse recordPlan(UUID id, Object body) {
        return as().body(body).put(PATH + id + "/plan").then();
    }

    ValidatableResponse recordItem(UUID id, String item, Object body) {
        return as().body(body).put(PATH + id + "/plan/" + item).then();
    }

    ValidatableResponse plan(UUID id) {
        return as().get(PATH + id + "/plan").then();
    }

    ValidatableResponse post(UUID id, String path, Object body) {
        return as().body(body).post(PATH + id + path).then();
    }
}
