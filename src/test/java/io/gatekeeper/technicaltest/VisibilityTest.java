package io.gatekeeper.technicaltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody reads another's: who sees which case, and how much of it. */
@QuarkusTest
class VisibilityTest {

    /** Years before the cases of all other tests, so that these make a list of their own. */
    private static final Instant T0 = Instant.parse("1999-11-24T07:00:00Z");

    @Inject
    LocalClock clock;

    @Inject
    Cases cases;

    private final Calls beijing = new Calls(Tokens.laboratory("lab-beijing"));
    private final Calls shanghai = new Calls(Tokens.laboratory("lab-shanghai"));
    private final Calls publisher = new Calls(Tokens.publisher(Subjects.PUBLISHER));
    private final Calls another = new Calls(Tokens.publisher("91350100M000100Y43"));
    private final Calls regulator = new Calls(Tokens.regulator());
    private final Calls auditor = new Calls(Tokens.auditor());
    private final Calls platform = new Calls(Tokens.platform());
    private UUID test;

    @BeforeEach
    void openACase() {
        clock.freeze(T0);
        test = cases.opened(Subjects.any(), T0);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void showsPlatformsNothing() {
        platform.read(test).statusCode(403);
        platform.as().get("/v1/technical-tests").then().statusCode(403);
        platform.claim(test).statusCode(403);
    }

    @Test
    void letsOnlyLaboratoriesExamineAndOnlyPublishersAnswer() {
        for (Calls other : List.of(publisher, regulator, auditor, platform)) {
            other.claim(test).statusCode(403);
            other.find(test, "PERM_EXCESS", "MINOR").statusCode(403);
            other.ask(test).statusCode(403);
            other.conclude(test, "PASSED").statusCode(403);
        }
        for (Calls other : List.of(beijing, regulator, auditor, platform)) {
            other.answer(test, 1).statusCode(403);
        }
        new Calls("nonsense").read(test).statusCode(401);
    }

    @Test
    void answersForAForeignCaseExactlyAsForAnAbsentOne() {
        beijing.claim(test);
        UUID absent = UUID.randomUUID();

        assertThat(problem(shanghai.read(test))).isEqualTo(problem(shanghai.read(absent)));
        assertThat(problem(shanghai.find(test, "PERM_EXCESS", "MINOR")))
                .isEqualTo(problem(shanghai.find(absent, "PERM_EXCESS", "MINOR")));
        assertThat(problem(shanghai.ask(test))).isEqualTo(problem(shanghai.ask(absent)));
        assertThat(problem(shanghai.conclude(test, "PASSED"))).isEqualTo(problem(shanghai.conclude(absent, "PASSED")));
        assertThat(problem(another.read(test))).isEqualTo(problem(another.read(absent)));
        assertThat(problem(another.answer(test, 1))).isEqualTo(problem(another.answer(absent, 1)));
        shanghai.as().get(Calls.PATH + "not-an-id").then().statusCode(404);
        shanghai.claim(absent).statusCode(404);
    }

    @Test
    void keepsAForeignCaseForeignAfterItsVerdict() {
        beijing.claim(test);
        beijing.conclude(test, "PASSED");

        shanghai.read(test).statusCode(404);
        shanghai.claim(test).statusCode(404);
        beijing.read(test).statusCode(200);
    }

    @Test
    void showsALaboratoryWhatItMayTake() {
        shanghai.read(test).statusCode(200);
        beijing.claim(test);
        shanghai.read(test).statusCode(404);
        clock.advance(Duration.ofHours(8));
        shanghai.read(test).statusCode(200);
    }

    @Test
    void showsFindingsToTheLaboratoryThatHoldsTheCaseOnly() {
        beijing.claim(test);
        beijing.find(test, "PERM_EXCESS", "MAJOR");
        beijing.read(test).body("findings", hasSize(1));
        clock.advance(Duration.ofHours(8));

        shanghai.read(test).statusCode(200).body("findings", nullValue());

        shanghai.claim(test).body("findings", hasSize(1));
    }

    @Test
    void showsARegulatorFindingsForARecordedPurposeOnly() {
        withAFinding();
        regulator.read(test).statusCode(200).body("findings", nullValue());
        regulator.as().queryParam("purpose", "  ").get(Calls.PATH + test).then().body("findings", nullValue());
        assertThat(readsOfFindingsBy("miit")).isEmpty();

        regulator
                .as()
                .queryParam("purpose", "Preparing a notice")
                .get(Calls.PATH + test)
                .then()
                .statusCode(200)
                .body("findings[0].description", equalTo("secret text"));

        assertThat(readsOfFindingsBy("miit")).singleElement().satisfies(read -> {
            assertThat(read.who).isEqualTo("officer-1");
            assertThat(read.detail).isEqualTo("Preparing a notice");
            assertThat(read.at).isEqualTo(T0);
        });
        regulator
                .as()
                .queryParam("purpose", "x".repeat(501))
                .get(Calls.PATH + test)
                .then()
                .statusCode(400);
    }

    @Test
    void recordsThatAnAuditorReadFindings() {
        withAFinding();

        auditor.read(test).statusCode(200).body("findings", hasSize(1));

        assertThat(readsOfFindingsBy("audit-office")).hasSize(1);
    }

    @Test
    void showsThePublisherFindingsOnceTheTestIsConcluded() {
        withAFinding();
        publisher.read(test).statusCode(200).body("findings", nullValue()).body("requests", nullValue());

        beijing.conclude(test, "FAILED").statusCode(200);

        publisher.read(test).body("findings", hasSize(1)).body("verdict.outcome", equalTo("FAILED"));
        assertThat(readsOfFindingsBy(Subjects.PUBLISHER)).hasSize(1);
    }

    @Test
    void listsForEachWhatItMaySee() {
        beijing.claim(test);
        UUID queued = cases.opened(Subjects.any(), T0);

        assertThat(listed(beijing, Map.of())).contains(test, queued);
        assertThat(listed(shanghai, Map.of())).contains(queued).doesNotContain(test);
        assertThat(listed(publisher, Map.of())).contains(test, queued);
        assertThat(listed(another, Map.of())).doesNotContain(test, queued);
        assertThat(listed(regulator, Map.of())).contains(test, queued);
        assertThat(listed(auditor, Map.of())).contains(test, queued);
        assertThat(listed(shanghai, Map.of("assignee", "lab-beijing"))).isEmpty();
    }

    @Test
    void listsByDueInstantAndFilters() {
        beijing.claim(test);
        UUID queued = cases.opened(Subjects.any(), T0);

        assertThat(listed(regulator, Map.of("state", "IN_TEST"))).contains(test).doesNotContain(queued);
        assertThat(listed(regulator, Map.of("assignee", "lab-beijing")))
                .contains(test)
                .doesNotContain(queued);
        assertThat(listed(beijing, Map.of("state", "QUEUED"))).contains(queued).doesNotContain(test);
        assertThat(listed(regulator, Map.of("dueBefore", "1999-12-01T07:00:00Z")))
                .doesNotContain(test, queued);
        assertThat(listed(regulator, Map.of("dueBefore", "1999-12-01T07:00:01Z")))
                .contains(test, queued);
        assertThat(listed(regulator, Map.of("overdue", "false"))).contains(test, queued);
        assertThat(listed(regulator, Map.of("overdue", "true"))).doesNotContain(test, queued);
        clock.advance(Duration.ofDays(7));
        assertThat(listed(regulator, Map.of("overdue", "true"))).contains(test, queued);
        assertThat(listed(shanghai, Map.of("overdue", "true"))).contains(test, queued);
    }

    @Test
    void turnsPagesWithoutGapOrRepetition() {
        Calls own = new Calls(Tokens.publisher("91350100M000100Y4X"));
        List<UUID> opened = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestSubject any = Subjects.any();
            opened.add(
                    cases.opened(new TestSubject("91350100M000100Y4X", any.packageName(), any.os(), any.sha256()), T0));
        }

        List<UUID> listed = listed(own, Map.of("limit", "2"));

        assertThat(listed).doesNotHaveDuplicates().containsAll(opened);
    }

    @Test
    void namesTheParameterItCannotUse() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "state", "BUSY", "overdue", "maybe", "dueBefore", "tomorrow", "limit", "0", "cursor", "x")
                .entrySet()) {
            regulator
                    .as()
                    .queryParam(wrong.getKey(), wrong.getValue())
                    .get("/v1/technical-tests")
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo(wrong.getKey()));
        }
    }

    private void withAFinding() {
        beijing.claim(test).statusCode(200);
        beijing.find(test, "PERM_EXCESS", "MAJOR").statusCode(201);
    }

    private List<TestEventRow> readsOfFindingsBy(String organisation) {
        return cases.history(test).stream()
                .filter(event -> event.what == TestEventRow.What.FINDINGS_READ)
                .filter(event -> event.organisation.equals(organisation))
                .toList();
    }

    /** All pages, checking on the way that they go on in order. */
    private static List<UUID> listed(Calls caller, Map<String, String> filters) {
        List<UUID> ids = new ArrayList<>();
        List<String> due = new ArrayList<>();
        String cursor = null;
        do {
            var request = caller.as().queryParams(filters);
            if (!filters.containsKey("limit")) {
                request.queryParam("limit", 200);
            }
            if (!filters.containsKey("dueBefore")) {
                request.queryParam("dueBefore", "2000-01-01T00:00:00Z");
            }
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            ValidatableResponse page = request.get("/v1/technical-tests").then().statusCode(200);
            List<String> found = page.extract().path("items.id");
            found.forEach(id -> ids.add(UUID.fromString(id)));
            due.addAll(page.extract().path("items.dueAt"));
            cursor = page.extract().path("nextCursor");
        } while (cursor != null);
        assertThat(due.stream().map(Instant::parse)).isSorted();
        return ids;
    }

    /** What a caller can tell from a problem answer, without the id of the request itself. */
    private static Map<String, Object> problem(ValidatableResponse answer) {
        Map<String, Object> body = answer.statusCode(404).extract().path("$");
        body.remove("instance");
        return body;
    }
}
