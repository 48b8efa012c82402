package io.gatekeeper.release;

import static io.gatekeeper.testing.Gate.registeredPublisher;
import static io.gatekeeper.testing.Gate.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.testing.Codes;
import io.gatekeeper.testing.Gate;
import io.gatekeeper.testing.Tokens;
import io.gatekeeper.testing.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a platform's engineer relies on when submitting. */
@QuarkusTest
class SubmissionTest {

    private final Gate platform = Gate.as(Tokens.platform("huawei-appgallery"));

    @Test
    void publishesAReleaseOfAPublisherInGoodStandingAtOnce() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        Response answer = platform.submit(submission);
        answer.then()
                .statusCode(201)
                .body("state", equalTo("CLEARED"))
                .body("platformId", equalTo("huawei-appgallery"))
                .body("decision.outcome", equalTo("PUBLISH"))
                .body("decision.sequence", equalTo(1))
                .body("decision.reasons", hasSize(0))
                .body("nextAction.by", equalTo("PLATFORM"))
                .body("warnings", hasSize(0))
                .header("Cache-Control", equalTo("no-store"))
                .header("Location", equalTo("/v1/release-requests/" + answer.path("id")));
        Gate.as(Tokens.platform("huawei-appgallery"))
                .read(answer.path("id"))
                .then()
                .statusCode(200)
                .header("ETag", equalTo(answer.header("ETag")))
                .body("app.packageName", equalTo(((Map<?, ?>) submission.get("app")).get("packageName")));
    }

    @Test
    void holdsAReleaseOfAPublisherNobodyRegistered() {
        platform.submit(submission(Codes.creditCode(), Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .body("state", equalTo("HELD"))
                .body("decision.reasons.code", contains("PUBLISHER_UNVERIFIED"))
                .body("decision.reasons[0].recourse", equalTo("CONFIRM"))
                .body("decision.reasons[0].message.zh", not(nullValue()))
                .body("nextAction.by", equalTo("REGULATOR"));
    }

    @Test
    void clearsAHeldReleaseWhenItsPublisherIsRegistered() {
        String publisher = Codes.creditCode();
        String id = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        Gate.as(Tokens.regulator())
                .put("/v1/publishers/{code}", Map.of("name", "发布者" + publisher, "aliases", List.of()), publisher)
                .then()
                .statusCode(201);
        platform.read(id).then().body("state", equalTo("CLEARED")).body("decision.sequence", equalTo(2));
    }

    @Test
    void warnsOfACheckCharacterThatDoesNotMatchAndTakesTheReleaseAllTheSame() {
        platform.submit(submission("91350100M000100Y4Z".replace('Z', 'X'), Codes.packageName(), 1, Codes.sha256()))
                .then()
                .statusCode(201)
                .body("warnings.code", contains("CHECK_CHARACTER"));
    }

    @Test
    void holdsAReleaseWithoutAFilingNumberAndTakesTheCorrectedSubmissionForIt() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        Object filingNumber = submission.remove("filingNumber");
        String held = platform.submit(submission)
                .then()
                .statusCode(201)
                .body("decision.reasons.code", contains("FILING_MISSING"))
                .body("nextAction.what", equalTo("SUPPLY_FILING_NUMBER"))
                .extract()
                .path("id");
        submission.put("filingNumber", filingNumber);
        String corrected = platform.submit(submission)
                .then()
                .statusCode(201)
                .body("state", equalTo("CLEARED"))
                .extract()
                .path("id");
        platform.read(held).then().body("state", equalTo("SUPERSEDED")).body("supersededBy", equalTo(corrected));
    }

    @Test
    void answersARepetitionWithTheSameKeyAlike() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        String key = Codes.sha256();
        Response first = platform.submit(submission, key);
        Response second = platform.submit(submission, key);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void refusesAKeyThatWasUsedForAnotherSubmission() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        String key = Codes.sha256();
        platform.submit(submission, key).then().statusCode(201);
        submission.put("kind", "NEW_LISTING");
        platform.submit(submission, key)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:gatekeeper:problem:idempotency-key-reused"))
                .body("errors[0].pointer", equalTo("Idempotency-Key"));
    }

    @Test
    void takesTheSameReleaseWithoutAKeyForTheExistingRequest() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        String id = platform.submit(submission).path("id");
        platform.submit(submission).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void makesOneRequestOfManyEqualSubmissionsAtOnce() throws ExecutionException, InterruptedException {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> platform.submit(submission)));
        }
        List<String> ids = new ArrayList<>();
        for (CompletableFuture<Response> answer : answers) {
            assertThat(answer.get().statusCode()).isIn(200, 201);
            ids.add(answer.get().path("id"));
        }
        assertThat(ids).containsOnly(ids.get(0));
    }

    @Test
    void supersedesAHeldVersionByANewerOne() {
        String publisher = registeredPublisher();
        Gate.imposeGuidance(publisher);
        String app = Codes.packageName();
        String older =
                platform.submit(submission(publisher, app, 1, Codes.sha256())).path("id");
        String newer =
                platform.submit(submission(publisher, app, 2, Codes.sha256())).path("id");
        platform.read(older)
                .then()
                .body("state", equalTo("SUPERSEDED"))
                .body("supersededBy", equalTo(newer))
                .body("nextAction", nullValue());
        Gate.as(Tokens.platform("xiaomi-getapps"))
                .submit(submission(publisher, app, 1, Codes.sha256()))
                .then()
                .body("state", equalTo("HELD"));
        platform.read(newer).then().body("state", equalTo("HELD"));
    }

    @Test
    void withdrawsForGoodAndTakesTheSameReleaseAnewAfterwards() {
        Map<String, Object> submission = submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256());
        String id = platform.submit(submission).path("id");
        platform.withdraw(id).then().statusCode(200).body("state", equalTo("WITHDRAWN"));
        platform.withdraw(id).then().statusCode(200).body("state", equalTo("WITHDRAWN"));
        platform.list(id).then().statusCode(409);
        platform.submit(submission).then().statusCode(201).body("id", not(equalTo(id)));
    }

    @Test
    void refusesToWithdrawWhatIsListed() {
        String id = platform.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        platform.list(id).then().statusCode(200).body("state", equalTo("LISTED"));
        platform.list(id).then().statusCode(200).body("state", equalTo("LISTED"));
        platform.withdraw(id).then().statusCode(409).body("type", equalTo("urn:gatekeeper:problem:invalid-state"));
    }

    @Test
    void takesABatchItemByItem() {
        String publisher = registeredPublisher();
        Map<String, Object> bad = submission(publisher, Codes.packageName(), 1, "not a digest");
        Map<String, Object> good = submission(publisher, Codes.packageName(), 1, Codes.sha256());
        platform.post("/v1/release-requests/batch", List.of(good, bad, good, 7))
                .then()
                .statusCode(200)
                .body("items", hasSize(4))
                .body("items.status", contains(201, 400, 200, 400))
                .body("items[0].releaseRequest.state", equalTo("CLEARED"))
                .body("items[1].problem.errors[0].pointer", equalTo("/artifact/sha256"))
                .body("items[1].releaseRequest", nullValue());
    }

    @Test
    void takesTheItemsOfAnAppInTheOrderOfTheirBatch() {
        String publisher = registeredPublisher();
        List<Map<String, Object>> items = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, Object> item = submission(publisher, Codes.packageName(), 1, Codes.sha256());
            items.addAll(List.of(item, item));
            expected.addAll(List.of(201, 200));
        }
        Response answer = platform.post("/v1/release-requests/batch", items);
        assertThat(answer.<List<Integer>>path("items.status")).isEqualTo(expected);
    }

    @Test
    void takesABatchOfAThousandAndRefusesOneMore() {
        String publisher = registeredPublisher();
        String app = Codes.packageName();
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            items.add(submission(publisher, app, i, Codes.sha256()));
        }
        Response answer = platform.post("/v1/release-requests/batch", items);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<Integer>>path("items.status")).hasSize(1_000).containsOnly(201);
        items.add(submission(publisher, app, 1_000, Codes.sha256()));
        platform.post("/v1/release-requests/batch", items).then().statusCode(400);
    }

    @Test
    void listsNewestFirstPageByPageWithoutLosingOrRepeatingAny() {
        Gate ours = Gate.as(Tokens.platform(Codes.platform()));
        String publisher = registeredPublisher();
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submitted.add(
                    0,
                    ours.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                            .path("id"));
        }
        List<String> read = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = ours.get("/v1/release-requests?limit=2&state=CLEARED&cursor=" + cursor);
            page.then().statusCode(200);
            read.addAll(page.path("items.id"));
            cursor = page.path("nextCursor");
        }
        assertThat(read).isEqualTo(submitted);
    }

    @Test
    void keepsEveryDecisionWithItsEvidence() {
        String publisher = registeredPublisher();
        String id = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        String measure = Gate.imposeGuidance(publisher);
        platform.get("/v1/release-requests/{id}/decisions", id)
                .then()
                .statusCode(200)
                .body("items.outcome", contains("PUBLISH", "HOLD"))
                .body("items.cause", contains("SUBMITTED", "STANDING_CHANGED"))
                .body("items[1].evidence.guidanceMeasureId", equalTo(measure))
                .body("items[1].evidence.policyHash", not(nullValue()))
                .body("items[0].requirements.satisfied", hasSize(7));
    }

    @Test
    void letsAReaderWaitForANewerDecision() throws ExecutionException, InterruptedException {
        String publisher = registeredPublisher();
        String id = platform.submit(submission(publisher, Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> platform.get("/v1/release-requests/{id}?wait=PT30S&after=1", id));
        Gate.imposeGuidance(publisher);
        waiting.get().then().statusCode(200).body("state", equalTo("HELD")).body("decision.sequence", equalTo(2));
    }

    @Test
    void endsAWaitWithWhatThereIs() {
        String id = platform.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        long began = System.nanoTime();
        platform.get("/v1/release-requests/{id}?wait=PT0.5S", id)
                .then()
                .statusCode(200)
                .body("decision.sequence", equalTo(1));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void tellsEveryDecisionOnKafkaAsACloudEvent() {
        String id = platform.submit(submission(registeredPublisher(), Codes.packageName(), 1, Codes.sha256()))
                .path("id");
        Topics.Told told = Topics.await(
                        "gatekeeper.release-decisions.v1", 1, e -> e.key().equals(id))
                .get(0);
        assertThat(told.type()).isEqualTo("gatekeeper.release-decision.made.v1");
        assertThat(told.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_subject", id)
                .containsKeys("ce_id", "ce_time", "ce_source", "ce_requestid", "ce_dataschema");
        assertThat(told.data().get("outcome").asText()).isEqualTo("PUBLISH");
    }
}
