package io.gatekeeper.technicaltest;

import static io.gatekeeper.technicaltest.ReleaseRequestTopic.noLongerNeeded;
import static io.gatekeeper.technicaltest.ReleaseRequestTopic.requested;
import static io.gatekeeper.technicaltest.ReleaseRequestTopic.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatekeeper.local.LocalClock;
import io.gatekeeper.outbox.Topic;
import io.gatekeeper.technicaltest.ReleaseRequestTopic.Sent;
import io.gatekeeper.technicaltest.plan.PlanResult;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Release requests come and go over a real Kafka; cases follow. */
@QuarkusTest
class TestIntakeTest {

    private static final String OPENED = "gatekeeper.technical-test.opened.v1";
    private static final String CONCLUDED = "gatekeeper.technical-test.concluded.v1";
    private static final String CANCELLED = "gatekeeper.technical-test.cancelled.v1";

    @Inject
    LocalClock clock;

    @Inject
    EntityManager database;

    @Inject
    Cases cases;

    @Inject
    TestRequests requests;

    @Inject
    ClaimTest claims;

    private static final NewPlanResults EXAMINED =
            new NewPlanResults(null, new NewPlanResults.NewRest(PlanResult.PASS, "Every item was examined."));

    @Inject
    ConcludeTest verdicts;

    private final TestSubject subject = Subjects.any();
    private final UUID request = UUID.randomUUID();

    @BeforeEach
    void stopTheClock() {
        clock.freeze(Cases.T0);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void opensACaseDueSevenDaysAfterTheRequest() {
        send(List.of(requested(subject, request, "huawei-appgallery", 1, "2021-1")));

        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            ConsumerRecord<String, String> opened =
                    announced.await(subject.sha256(), 1).get(0);
            assertThat(TopicReader.type(opened)).isEqualTo(OPENED);
            TopicReader.assertFitsItsSchema(opened);
            assertThat(announced.requests(opened)).containsExactly(request.toString());
            assertThat(announced.data(opened).get("dueAt").asText()).isEqualTo("2021-12-01T07:00:00Z");
        }
        TestRow test = only(casesOf(subject));
        assertThat(test.state()).isEqualTo(TestState.QUEUED);
        assertThat(test.appName).isEqualTo("微信");
    }

    @Test
    void sharesOneCaseBetweenTwoPlatforms() {
        UUID another = UUID.randomUUID();
        sendAndWait(List.of(
                requested(subject, request, "huawei-appgallery", 1, "2021-1"),
                requested(subject, another, "xiaomi-getapps", 1, "2021-1")));

        TestRow test = only(casesOf(subject));

        assertThat(waitingFor(test.id)).containsExactlyInAnyOrder(request, another);
    }

    @Test
    void letsARequestUnderANewerPolicyJoinTheOpenCase() {
        UUID another = UUID.randomUUID();
        sendAndWait(List.of(
                requested(subject, request, "huawei-appgallery", 1, "2021-1"),
                requested(subject, another, "xiaomi-getapps", 1, "2022-1")));

        TestRow test = only(casesOf(subject));

        assertThat(test.policyVersion).isEqualTo("2021-1");
        assertThat(waitingFor(test.id)).containsExactlyInAnyOrder(request, another);
    }

    @Test
    void endsTheSameHoweverOftenAndInWhateverOrderOfSubjectsEventsArrive() {
        List<TestSubject> subjects =
                IntStream.range(0, 12).mapToObj(i -> Subjects.any()).toList();
        List<List<Sent>> lives = subjects.stream().map(TestIntakeTest::life).toList();
        List<Sent> together = new ArrayList<>();
        lives.forEach(together::addAll);
        sendAndWait(together);
        Map<TestSubject, String> expected = new HashMap<>();
        subjects.forEach(each -> expected.put(each, picture(each)));

        // Again from the beginning, every event up to three times, the subjects interleaved at random; the order within
        // a
        // subject is Kafka's to keep.
        Random random = new Random(20211124);
        List<List<Sent>> left =
                new ArrayList<>(lives.stream().map(ArrayList::new).toList());
        List<Sent> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Sent> next = left.get(random.nextInt(left.size()));
            shuffled.addAll(Collections.nCopies(1 + random.nextInt(3), next.remove(0)));
            left.removeIf(List::isEmpty);
        }
        send(shuffled);
        // After each subject's events one that changes nothing: when it has been applied, so has all before it.
        List<Sent> last = subjects.stream()
                .map(each -> noLongerNeeded(each, UUID.randomUUID(), "vivo"))
                .toList();
        sendAndWait(last);

        subjects.forEach(each -> assertThat(picture(each)).isEqualTo(expected.get(each)));
    }

    @Test
    void takesAnEventOfAnOldDecisionForNothingNew() {
        sendAndWait(List.of(
                requested(subject, request, "huawei-appgallery", 3, "2021-1"),
                noLongerNeeded(subject, request, "huawei-appgallery"),
                requested(subject, request, "huawei-appgallery", 2, "2021-1")));

        assertThat(only(casesOf(subject)).state()).isEqualTo(TestState.CANCELLED);
    }

    @Test
    void cancelsTheCaseWhenTheLastRequestLeaves() {
        UUID another = UUID.randomUUID();
        sendAndWait(List.of(
                requested(subject, request, "huawei-appgallery", 1, "2021-1"),
                requested(subject, another, "xiaomi-getapps", 1, "2021-1"),
                noLongerNeeded(subject, request, "huawei-appgallery")));
        assertThat(only(casesOf(subject)).state()).isEqualTo(TestState.QUEUED);

        sendAndWait(List.of(noLongerNeeded(subject, another, "xiaomi-getapps")));

        TestRow test = only(casesOf(subject));
        assertThat(test.state()).isEqualTo(TestState.CANCELLED);
        assertThat(test.cancelCause).isEqualTo("nobody needs it any more");
        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            List<ConsumerRecord<String, String>> told = announced.await(subject.sha256(), 2);
            assertThat(TopicReader.types(told)).containsExactly(OPENED, CANCELLED);
            TopicReader.assertFitsItsSchema(told.get(1));
            assertThat(announced.requests(told.get(1))).containsExactly(another.toString());
        }
    }

    @Test
    void opensANewCaseAfterACancelledOne() {
        sendAndWait(List.of(
                requested(subject, request, "huawei-appgallery", 1, "2021-1"),
                noLongerNeeded(subject, request, "huawei-appgallery"),
                requested(subject, request, "huawei-appgallery", 2, "2021-1")));

        assertThat(casesOf(subject)).extracting(TestRow::state).containsExactly(TestState.CANCELLED, TestState.QUEUED);
    }

    @Test
    void reusesAVerdictWhileItsPolicyStands() {
        UUID test = passed();
        UUID later = UUID.randomUUID();

        sendAndWait(List.of(requested(subject, later, "xiaomi-getapps", 1, "2021-1")));

        assertThat(only(casesOf(subject)).id).isEqualTo(test);
        try (TopicReader announced = new TopicReader(Topic.TECHNICAL_TESTS)) {
            List<ConsumerRecord<String, String>> told = announced.await(subject.sha256(), 3);
            assertThat(TopicReader.types(told)).containsExactly(OPENED, CONCLUDED, CONCLUDED);
            TopicReader.assertFitsItsSchema(told.get(2));
            assertThat(announced.requests(told.get(1))).containsExactly(request.toString());
            assertThat(announced.requests(told.get(2))).containsExactly(later.toString());
            assertThat(announced.data(told.get(2)).get("outcome").asText()).isEqualTo("PASSED");
        }
    }

    @Test
    void testsAgainWhenAnotherPolicyAsks() {
        passed();

        sendAndWait(List.of(requested(subject, UUID.randomUUID(), "xiaomi-getapps", 1, "2022-1")));

        assertThat(casesOf(subject)).extracting(TestRow::state).containsExactly(TestState.PASSED, TestState.QUEUED);
    }

    @Test
    void keepsAVerdictWhoeverLeaves() {
        passed();

        sendAndWait(List.of(noLongerNeeded(subject, request, "huawei-appgallery")));

        assertThat(only(casesOf(subject)).state()).isEqualTo(TestState.PASSED);
    }

    @Test
    void setsAsideWhatItCannotReadAndGoesOn() {
        String key = subject.sha256();
        Sent good = requested(subject, request, "huawei-appgallery", 1, "2021-1");
        List<Sent> poison = List.of(
                new Sent(UUID.randomUUID(), TestRequested.TYPE, key, "{not json"),
                new Sent(UUID.randomUUID(), TestRequested.TYPE, key, "{}"),
                new Sent(UUID.randomUUID(), TestRequested.TYPE, key, good.data().replace("ANDROID", "WINDOWS")),
                new Sent(UUID.randomUUID(), TestRequested.TYPE, key, good.data().replace("P7D", "soon")),
                new Sent(UUID.randomUUID(), TestNoLongerNeeded.TYPE, key, "{\"cause\": \"WITHDRAWN\"}"),
                new Sent(UUID.randomUUID(), "gatekeeper.release-request.unheard-of.v1", key, good.data()));
        List<Sent> all = new ArrayList<>(poison);
        all.add(good);

        send(all);
        awaitApplied(List.of(good));

        assertThat(only(casesOf(subject)).state()).isEqualTo(TestState.QUEUED);
        try (TopicReader letters = new TopicReader(Topic.DEAD_LETTERS)) {
            List<ConsumerRecord<String, String>> dead = letters.await(key, poison.size());
            assertThat(dead).hasSize(poison.size());
            assertThat(dead)
                    .allSatisfy(letter -> assertThat(
                                    letters.data(letter).get("reason").asText())
                            .isNotBlank());
            assertThat(dead)
                    .extracting(letter -> letters.data(letter).get("eventId").asText())
                    .containsExactlyElementsOf(poison.stream()
                            .map(each -> each.eventId().toString())
                            .toList());
        }
    }

    @Test
    void passesOverFieldsOfANewerEmitter() {
        Sent newer = requested(subject, request, "huawei-appgallery", 1, "2021-1");
        sendAndWait(List.of(new Sent(
                newer.eventId(),
                newer.type(),
                newer.key(),
                newer.data().replaceFirst("\\{", "{\"lane\": \"FAST\", "))));

        assertThat(only(casesOf(subject)).state()).isEqualTo(TestState.QUEUED);
    }

    /** Two platforms ask, one leaves, comes back, and the other leaves. */
    private static List<Sent> life(TestSubject subject) {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        return List.of(
                requested(subject, first, "huawei-appgallery", 1, "2021-1"),
                requested(subject, second, "xiaomi-getapps", 1, "2021-1"),
                noLongerNeeded(subject, first, "huawei-appgallery"),
                requested(subject, first, "huawei-appgallery", 2, "2021-1"),
                noLongerNeeded(subject, second, "xiaomi-getapps"));
    }

    private UUID passed() {
        sendAndWait(List.of(requested(subject, request, "huawei-appgallery", 1, "2021-1")));
        UUID test = only(casesOf(subject)).id;
        Actor laboratory = new Actor("lab-beijing", "examiner-1");
        claims.claim(test, laboratory, null);
        verdicts.conclude(test, new ConcludeTest.Verdict(Outcome.PASSED, "Nothing found.", EXAMINED), laboratory, null);
        return test;
    }

    private void sendAndWait(List<Sent> events) {
        send(events);
        awaitApplied(events);
    }

    private void awaitApplied(List<Sent> events) {
        String[] ids = events.stream().map(each -> each.eventId().toString()).toArray(String[]::new);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Number applied = QuarkusTransaction.requiringNew()
                            .call(() -> (Number) database.createNativeQuery("""
                            SELECT count(*) FROM inbox
                             WHERE consumer = 'gatekeeper-technicaltest' AND event_id = ANY (CAST(:ids AS uuid[]))
                            """)
                                    .setParameter("ids", ids)
                                    .getSingleResult());
                    return applied.intValue() == ids.length;
                });
    }

    private List<TestRow> casesOf(TestSubject of) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("FROM TestRow WHERE sha256 = :sha256", TestRow.class)
                        .setParameter("sha256", of.sha256())
                        .getResultList())
                .stream()
                .sorted(Comparator.comparing(row -> row.id.toString()))
                .toList();
    }

    private List<UUID> waitingFor(UUID test) {
        return QuarkusTransaction.requiringNew().call(() -> requests.waitingFor(test));
    }

    /** Everything that was stored for a subject, ids and all. */
    private String picture(TestSubject of) {
        StringBuilder picture = new StringBuilder();
        for (TestRow row : casesOf(of)) {
            picture.append(row.id + " " + row.state + " " + row.version + " " + waitingFor(row.id) + " "
                    + cases.history(row.id).size() + "\n");
        }
        return picture.toString();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
