package io.gatekeeper.screening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A database of trackers in the JSON of εxodus privacy ({@code /api/trackers}): each has a name, categories, a regular
 * expression for its classes and one for its hosts. It has a licence of its own (ODbL), so an operator brings it.
 */
final class TrackerDatabase {

    private static final Pattern CLASSES = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[\\w$]+)*");
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Map<String, String> CATEGORIES = Map.of(
            "Advertisement", "ads",
            "Analytics", "analytics",
            "Crash reporting", "crash",
            "Identification", "risk",
            "Location", "map",
            "Profiling", "engagement");

    /** One tracker as an SDK; a signature that is no list of plain names has no mark. */
    record Tracker(EmbeddedSdk sdk, List<Mark> marks, String source) {}

    private TrackerDatabase() {}

    /**
     * The trackers that have a mark, in the order of their ids.
     *
     * @throws IllegalArgumentException when this is not such a database
     */
    static List<Tracker> read(String json) {
        try {
            JsonNode trackers = new ObjectMapper().readTree(json).path("trackers");
            if (!trackers.isObject() && !trackers.isArray()) {
                throw new IllegalArgumentException("there is no object trackers in it");
            }
            List<Tracker> all = new ArrayList<>();
            for (JsonNode one : trackers) {
                Tracker tracker = tracker(one);
                if (!tracker.marks().isEmpty()) {
                    all.add(tracker);
                }
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Tracker tracker(JsonNode one) {
        int id = one.path("id").asInt();
        String name = one.path("name").asText().strip();
        if (id <= 0 || name.isEmpty()) {
            throw new IllegalArgumentException("a tracker has no id or no name");
        }
        String category = "analytics";
        for (JsonNode told : one.path("categories")) {
            category = CATEGORIES.getOrDefault(told.asText(), category);
        }
        List<Mark> marks = new ArrayList<>();
        alternatives(one.path("code_signature"))
                .map(text -> text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
                .filter(text -> CLASSES.matcher(text).matches())
                .filter(Mark::mayBe)
                .forEach(text -> marks.add(new Mark(MarkKind.CLASS_PREFIX, text)));
        alternatives(one.path("network_signature"))
                .map(text -> text.replaceFirst("^(\\.\\*)?\\.", ""))
                .filter(text -> HOST.matcher(text).matches())
                .filter(Mark::mayBe)
                .forEach(text -> marks.add(new Mark(MarkKind.HOST, text)));
        Message both = new Message(name, name);
        return new Tracker(
                new EmbeddedSdk("tracker-" + id, category, both, both),
                marks.stream().distinct().toList(),
                "εxodus privacy, reports.exodus-privacy.eu.org/trackers/" + id);
    }

    private static Stream<String> alternatives(JsonNode signature) {
        return Stream.of(signature.asText("").split("\\|"))
                .map(text -> text.strip().replace("\\.", "."));
    }
}
