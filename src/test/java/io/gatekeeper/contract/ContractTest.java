package io.gatekeeper.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import io.gatekeeper.contract.Contract.Operation;
import io.gatekeeper.http.ProblemType;
import io.gatekeeper.outbox.Topic;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract and the code have the same routes, roles, parameters, fields, limits, codes and problems. */
class ContractTest {

    /** Which enum a schema of the contract is. */
    private static final Map<String, String> ENUMS = Map.ofEntries(
            Map.entry("AppealAgainst", "appeal.AppealAgainst"),
            Map.entry("AppealOutcome", "appeal.DecideAppeal$AppealOutcome"),
            Map.entry("AppealState", "appeal.AppealState"),
            Map.entry("ChangeOfAppeal", "appeal.AppealView$ChangeOfAppeal"),
            Map.entry("CheckTopic", "screening.CheckTopic"),
            Map.entry("ClockActor", "technicaltest.ClockView$ClockActor"),
            Map.entry("ClockEvent", "technicaltest.ClockView$ClockEvent"),
            Map.entry("DecisionCause", "release.Cause"),
            Map.entry("DecisionOutcome", "gate.Outcome"),
            Map.entry("Effect", "publisher.Effect"),
            Map.entry("ExpeditionState", "release.ExpeditionState"),
            Map.entry("ExpectedStage", "technicaltest.Expected$Stage"),
            Map.entry("FindingOrigin", "technicaltest.FindingRow$Origin"),
            Map.entry("HoldReason", "gate.HoldReason"),
            Map.entry("ListedEffect", "publisher.StatusView$EffectView$Listed"),
            Map.entry("MeasureChannel", "publisher.MeasureRow$Channel"),
            Map.entry("MeasureState", "publisher.MeasureView$State"),
            Map.entry("MeasureType", "publisher.MeasureType"),
            Map.entry("NextActionCode", "gate.NextAction$Action"),
            Map.entry("NextActor", "gate.NextAction$Owner"),
            Map.entry("NoticeKind", "publisher.NoticeKind"),
            Map.entry("Os", "release.Os"),
            Map.entry("PlanResult", "technicaltest.plan.PlanResult"),
            Map.entry("ProblemCode", "publisher.ProblemCode"),
            Map.entry("ProposedAct", "publisher.TwoOfficers$Act"),
            Map.entry("Recourse", "gate.Recourse"),
            Map.entry("ReleaseKind", "publisher.ReleaseKind"),
            Map.entry("ReleaseState", "release.ReleaseState"),
            Map.entry("RequirementCode", "gate.Requirement$Code"),
            Map.entry("ReviewWindowState", "publisher.ReviewWindowView$State"),
            Map.entry("ScreeningState", "technicaltest.ScreeningQueue$State"),
            Map.entry("Severity", "technicaltest.Severity"),
            Map.entry("Standing", "publisher.Standing"),
            Map.entry("StandingCauseType", "publisher.Cause$Type"),
            Map.entry("TestActionCode", "technicaltest.Owner$NextAction"),
            Map.entry("TestDays", "publisher.TestDays"),
            Map.entry("TestOwnerRole", "identity.Role"),
            Map.entry("TestState", "technicaltest.TestState"),
            Map.entry("VerdictOutcome", "technicaltest.Outcome"));

    @Test
    void hasExactlyTheRoutesOfTheCode() {
        assertThat(Contract.operations())
                .extracting(Operation::toString)
                .containsExactlyInAnyOrderElementsOf(
                        Code.routes().stream().map(Code.Route::toString).toList());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void demandsTheRolesTheCodeDemands(Operation operation, Code.Route route) {
        assertThat(operation.roles()).isEqualTo(route.roles());
        assertThat(operation.node().get("description").asText())
                .as("the description says who may call")
                .contains(
                        operation.roles().size() == 5
                                ? Set.of("Roles: every one")
                                : operation.roles().stream()
                                        .map(role -> "`" + role + "`")
                                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void takesTheParametersTheCodeReads(Operation operation, Code.Route route) {
        assertThat(operation.parameters("path")).isEqualTo(route.parameters(PathParam.class, PathParam::value));
        assertThat(operation.parameters("query")).isEqualTo(route.parameters(QueryParam.class, QueryParam::value));
        Set<String> headers = new TreeSet<>(route.parameters(HeaderParam.class, HeaderParam::value));
        headers.add("X-Request-Id");
        assertThat(operation.parameters("header")).isEqualTo(headers);
    }

    /** Every operation next to the method behind it. */
    static Stream<Arguments> pairs() {
        Map<String, Code.Route> routes = new HashMap<>();
        Code.routes().forEach(route -> routes.put(route.toString(), route));
        return Contract.operations().stream()
                .map(operation -> Arguments.of(operation, routes.get(operation.toString())));
    }

    @ParameterizedTest
    @MethodSource("io.gatekeeper.contract.Contract#operations")
    void documentsEveryProblemWithItsStatus(Operation operation) {
        Map<Integer, Set<String>> named = new TreeMap<>();
        for (String problem : operation.problems()) {
            named.computeIfAbsent(problemType(problem).status(), status -> new TreeSet<>())
                    .add(problem);
        }
        Map<Integer, Set<String>> described = new TreeMap<>();
        for (Map.Entry<String, JsonNode> response :
                operation.node().get("responses").properties()) {
            int status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                described.put(status, describedIn(Contract.deref(response.getValue())));
            }
        }
        assertThat(described).isEqualTo(named);
    }

    @ParameterizedTest
    @MethodSource("io.gatekeeper.contract.Contract#operations")
    void documentsWhatEveryCallCanMeet(Operation operation) {
        assertThat(operation.problems())
                .contains("unauthenticated", "forbidden", "not-acceptable", "internal", "unavailable");
        if (operation.takesABody()) {
            assertThat(operation.problems()).contains("invalid-request", "body-too-large", "unsupported-media-type");
        }
        if (operation.takesJson()) {
            assertThat(operation.problems()).contains("malformed-json");
        }
        if (!operation.parameters("query").isEmpty()) {
            assertThat(operation.problems()).contains("invalid-request");
        }
        if (operation.parameters("header").contains("If-Match")) {
            assertThat(operation.problems()).contains("precondition-failed");
        }
        assertThat(operation.node().get("responses").has("304"))
                .isEqualTo(operation.parameters("header").contains("If-None-Match"));
    }

    @ParameterizedTest
    @MethodSource("io.gatekeeper.contract.Contract#operations")
    void answersWithARequestIdAndProblemsNobodyKeeps(Operation operation) {
        for (Map.Entry<String, JsonNode> entry :
                operation.node().get("responses").properties()) {
            JsonNode response = Contract.deref(entry.getValue());
            assertThat(response.get("headers").has("X-Request-Id")).isTrue();
            if (entry.getKey().compareTo("400") >= 0) {
                assertThat(response.at("/content/application~1problem+json/schema/$ref")
                                .asText())
                        .isEqualTo("#/components/schemas/Problem");
                assertThat(response.get("headers").has("Cache-Control")).isTrue();
            }
        }
    }

    @Test
    void knowsEveryProblemType() {
        List<String> uris = Arrays.stream(ProblemType.values())
                .map(type -> type.uri().toString())
                .toList();
        assertThat(Contract.texts(Contract.component("schemas", "ProblemType").get("enum")))
                .containsExactlyInAnyOrderElementsOf(uris);
        Set<String> used = new TreeSet<>();
        Contract.operations().forEach(operation -> used.addAll(operation.problems()));
        // What belongs to no operation: the method is none of the path's.
        used.add("method-not-allowed");
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(uris.stream()
                        .map(uri -> uri.replace("urn:gatekeeper:problem:", ""))
                        .toList());
    }

    @Test
    void knowsEveryCodeOfTheCode() {
        Map<String, Set<String>> inContract = new TreeMap<>();
        for (Map.Entry<String, JsonNode> schema :
                Contract.document().at("/components/schemas").properties()) {
            if (schema.getValue().has("enum")) {
                inContract.put(schema.getKey(), Contract.texts(schema.getValue().get("enum")));
            }
        }
        inContract.remove("ProblemType");
        assertThat(inContract.remove("TestFacts"))
                .isEqualTo(Stream.of(Code.type("technicaltest.TestFacts").getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .collect(TreeSet::new, Set::add, Set::addAll));
        Map<String, Set<String>> inCode = new TreeMap<>();
        ENUMS.forEach((schema, type) -> inCode.put(schema, Code.constants(Code.type(type))));
        assertThat(inContract).isEqualTo(inCode);
    }

    /** Which record a schema of the contract is read into, or written from. */
    @ParameterizedTest
    @CsvSource({
        "Submission,                  release.Submission",
        "App,                         release.Submission$App",
        "Version,                     release.Submission$Version",
        "Artifact,                    release.Submission$Artifact",
        "Declarations,                release.Submission$Declarations",
        "DeclaredPermission,          release.Submission$Permission",
        "DeclaredSdk,                 release.Submission$Sdk",
        "CollectedPersonalInformation, release.Submission$Collected",
        "SharedPersonalInformation,   release.Submission$Shared",
        "ReleaseRequest,              release.ReleaseRequestView",
        "Decision,                    release.ReleaseRequestView$DecisionShown",
        "TestSummary,                 release.ReleaseRequestView$TestShown",
        "BatchItemResult,             release.SubmissionResource$ItemResult",
        "FullDecision,                release.ReleaseDecisions$DecisionView",
        "Reason,                      release.DecisionDocument$ReasonGiven",
        "Requirement,                 release.DecisionDocument$RequirementLooked",
        "NextAction,                  release.DecisionDocument$NextMove",
        "Evidence,                    release.DecisionDocument$EvidenceSeen",
        "TestEvidence,                release.DecisionDocument$TestSeen",
        "Message,                     gate.Message",
        "Problem,                     http.Problem",
        "FieldError,                  http.Problem$FieldError",
        "Warning,                     publisher.Warning",
        "PublisherRegistration,       publisher.PublisherBody",
        "Publisher,                   publisher.PublisherView",
        "PublisherStatus,             publisher.StatusView",
        "MeasureInForce,              publisher.StatusView$InForce",
        "OpenReviewWindow,            publisher.StatusView$Window",
        "StatusQuery,                 publisher.StatusQuery",
        "StandingChange,              publisher.HistoryView",
        "StandingCause,               publisher.Cause",
        "NoticeRecording,             publisher.NoticeBody",
        "NoticeEntryRecording,        publisher.NoticeBody$Entry",
        "Notice,                      publisher.NoticeView",
        "NoticeEntry,                 publisher.NoticeView$Entry",
        "End,                         publisher.NoticeView$Withdrawal",
        "End,                         publisher.MeasureView$End",
        "End,                         publisher.ReviewWindowView$End",
        "UnresolvedName,              publisher.UnresolvedNameView",
        "NameResolution,              publisher.UnresolvedNameResource$Resolution",
        "MeasureOrder,                publisher.MeasureOrder",
        "Measure,                     publisher.MeasureView",
        "ReasonGiven,                 publisher.ReasonBody",
        "Proposal,                    publisher.Proposal",
        "ReviewWindowRecording,       publisher.ReviewWindowBody",
        "ReviewWindow,                publisher.ReviewWindowView",
        "TechnicalTest,               technicaltest.TestView",
        "LaboratoryRegistration,      technicaltest.register.LaboratoryBody",
        "Affiliation,                 technicaltest.register.LaboratoryBody$Affiliation",
        "Laboratory,                  technicaltest.register.LaboratoryView",
        "Contradiction,               technicaltest.ContradictionView",
        "DrawnVerdict,                technicaltest.ContradictionView$Said",
        "ContradictionVote,           technicaltest.ContradictionView$Vote",
        "ContradictionDecision,       technicaltest.DecideContradiction$Decision",
        "Appeal,                      appeal.AppealView",
        "AppealChange,                appeal.AppealView$AppealChange",
        "AppealFiling,                appeal.FileAppeal$Filing",
        "AppealDecision,              appeal.DecideAppeal$AppealDecision",
        "Expedition,                  release.ExpeditionView",
        "ExpeditionWish,              release.AskForExpedition$Wish",
        "OfficerSaid,                 identity.OfficerSaid",
        "ExpeditionFollowUp,          release.ExpeditionView$ExpeditionFollowUp",
        "Waiver,                      release.DecisionDocument$WaiverSeen",
        "ReasonGiven,                 release.DecideExpedition$Why",
        "Expected,                    technicaltest.Expected",
        "ExpectedBasis,               technicaltest.Expected$Basis",
        "TestClock,                   technicaltest.ClockView",
        "ClockEntry,                  technicaltest.ClockView$ClockEntry",
        "Extension,                   technicaltest.ExtendTest$Extension",
        "Claim,                       technicaltest.TestView$ClaimView",
        "TestOwner,                   technicaltest.Owner",
        "TestRequest,                 technicaltest.TestView$Request",
        "InformationRequest,          technicaltest.TestView$InformationRequest",
        "Finding,                     technicaltest.TestView$Finding",
        "FindingEvidence,             technicaltest.RecordFinding$NewEvidence",
        "FindingEvidence,             technicaltest.FindingRow$Evidence",
        "NewFinding,                  technicaltest.RecordFinding$NewFinding",
        "Question,                    technicaltest.AskPublisher$Question",
        "Answer,                      technicaltest.AnswerQuestion$Answer",
        "NewVerdict,                  technicaltest.ConcludeTest$Verdict",
        "Verdict,                     technicaltest.TestView$Verdict",
        "NewPlanResults,              technicaltest.NewPlanResults",
        "NewPlanItemResult,           technicaltest.NewPlanResults$NewItemResult",
        "NewPlanRest,                 technicaltest.NewPlanResults$NewRest",
        "PlanItemResult,              technicaltest.PlanResource$ItemResult",
        "TestPlan,                    technicaltest.PlanView",
        "PlanItem,                    technicaltest.PlanView$Item",
        "Message,                     technicaltest.plan.PlanItem$Title",
        "Cancellation,                technicaltest.TestView$Cancellation",
        "Policy,                      publisher.Policy",
        "StoredArtifact,              artifact.StoredArtifact",
        "Upload,                      artifact.UploadView",
    })
    void hasTheFieldsAndLimitsOfTheRecord(String schema, String type) {
        JsonNode properties = Contract.component("schemas", schema).get("properties");
        Set<String> required =
                Contract.texts(Contract.component("schemas", schema).get("required"));
        Set<String> fields = new TreeSet<>();
        for (RecordComponent component : components(Code.type(type))) {
            if (component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                continue;
            }
            fields.add(component.getName());
            JsonNode property = properties.get(component.getName());
            assertThat(property).as(component.getName()).isNotNull();
            boolean onlyAnswered = component.getDeclaringRecord() != Code.type(type);
            assertThat(limits(property))
                    .as(component.getName())
                    .isEqualTo(onlyAnswered ? Map.of() : limits(component, property));
            if (isDemanded(component)) {
                assertThat(required).contains(component.getName());
            }
        }
        Arrays.stream(Code.type(type).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                .forEach(method -> fields.add(method.getName()));
        assertThat(Contract.texts(namesOf(properties))).isEqualTo(fields);
    }

    @Test
    void closesEveryObject() {
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                Contract.document().at("/components/schemas").properties()) {
            schema.getValue().findParents("properties").stream()
                    .filter(object -> object.path("type").asText().equals("object"))
                    .filter(object -> object.path("additionalProperties").asBoolean(true))
                    .forEach(object -> open.add(schema.getKey()));
        }
        assertThat(open).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void fitsItsOwnExamples(String example, String schemaPointer, JsonNode value) {
        assertThat(Contract.schemaAt(schemaPointer)
                        .validate(
                                value.toString(),
                                InputFormat.JSON,
                                run -> run.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .isEmpty();
    }

    static Stream<Arguments> fitsItsOwnExamples() {
        List<Arguments> examples = new ArrayList<>();
        for (Operation operation : Contract.operations()) {
            String root = "/paths/" + operation.path().replace("~", "~0").replace("/", "~1") + "/"
                    + operation.method().toLowerCase(Locale.ROOT);
            addExamples(examples, root + "/requestBody", operation.node().get("requestBody"));
            for (Map.Entry<String, JsonNode> response :
                    operation.node().get("responses").properties()) {
                addExamples(examples, root + "/responses/" + response.getKey(), response.getValue());
            }
        }
        return examples.stream();
    }

    private static void addExamples(List<Arguments> examples, String pointer, JsonNode holder) {
        if (holder == null) {
            return;
        }
        String place = holder.has("$ref") ? holder.get("$ref").asText().substring(1) : pointer;
        for (Map.Entry<String, JsonNode> content :
                Contract.deref(holder).path("content").properties()) {
            String schema = place + "/content/" + content.getKey().replace("/", "~1") + "/schema";
            for (Map.Entry<String, JsonNode> example :
                    content.getValue().path("examples").properties()) {
                examples.add(Arguments.of(
                        pointer + " " + example.getKey(),
                        schema,
                        Contract.deref(example.getValue()).get("value")));
            }
        }
    }

    @Test
    void listsTheTopicsAndEventTypesOfTheCode() {
        List<String> topics = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        for (JsonNode topic : Contract.document().get("x-topics")) {
            topics.add(topic.get("topic").asText());
            types.addAll(Contract.texts(topic.get("types")));
        }
        assertThat(topics)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Topic.values()).map(Topic::topicName).toList());
        assertThat(types).isEqualTo(Code.eventTypes());
    }

    private static ProblemType problemType(String problem) {
        return ProblemType.valueOf(problem.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The problem types a response's description names, each in backquotes. */
    private static Set<String> describedIn(JsonNode response) {
        Set<String> named = new TreeSet<>();
        for (String word : response.get("description").asText().split("`")) {
            Arrays.stream(ProblemType.values())
                    .map(type -> type.uri().toString().replace("urn:gatekeeper:problem:", ""))
                    .filter(word::equals)
                    .forEach(named::add);
        }
        return named;
    }

    private static JsonNode namesOf(JsonNode object) {
        var names = new com.fasterxml.jackson.databind.node.ArrayNode(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance);
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** One that is unwrapped stands for the fields of what it holds. */
    private static List<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? components(argument(component.getGenericType())).stream()
                        : Stream.of(component))
                .toList();
    }

    private static Class<?> argument(Type type) {
        return (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static boolean isDemanded(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(NotNull.class)
                || component.getAccessor().isAnnotationPresent(NotBlank.class);
    }

    /** What the contract says a body's field is limited to; fields that are only answered name no lengths. */
    private static Map<String, Long> limits(JsonNode property) {
        Map<String, Long> limits = new TreeMap<>();
        for (String keyword : List.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")) {
            if (property.has(keyword)) {
                limits.put(keyword, property.get(keyword).asLong());
            }
        }
        return limits;
    }

    private static Map<String, Long> limits(RecordComponent component, JsonNode property) {
        var accessor = component.getAccessor();
        if (!isBoundBody(component)) {
            return limits(property);
        }
        Map<String, Long> limits = new TreeMap<>();
        Min min = accessor.getAnnotation(Min.class);
        Max max = accessor.getAnnotation(Max.class);
        Size size = accessor.getAnnotation(Size.class);
        if (min != null) {
            limits.put("minimum", min.value());
        }
        if (max != null) {
            limits.put("maximum", max.value());
        }
        if (size != null) {
            boolean text = component.getType() == String.class;
            if (size.min() > 0) {
                limits.put(text ? "minLength" : "minItems", (long) size.min());
            }
            if (size.max() < Integer.MAX_VALUE) {
                limits.put(text ? "maxLength" : "maxItems", (long) size.max());
            }
        }
        return limits;
    }

    /** Only what is read from a caller has limits in the code. */
    private static boolean isBoundBody(RecordComponent component) {
        return Arrays.stream(component.getDeclaringRecord().getRecordComponents())
                .anyMatch(c -> isDemanded(c) || c.getAccessor().isAnnotationPresent(Size.class));
    }
}
