package io.gatekeeper.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The recipe of the container image, stage by stage. */
record Dockerfile(List<Stage> stages) {

    static final Path DIRECTORY = Path.of("src", "main", "docker");

    /** A line of it: {@code COPY}, and what follows. */
    record Instruction(String name, String arguments) {}

    /** From one FROM to the next, that one included. */
    record Stage(List<Instruction> instructions) {

        List<String> all(String name) {
            return instructions.stream()
                    .filter(instruction -> instruction.name().equals(name))
                    .map(Instruction::arguments)
                    .toList();
        }

        String one(String name) {
            List<String> found = all(name);
            if (found.size() != 1) {
                throw new AssertionError(name + " stands there " + found.size() + " times");
            }
            return found.get(0);
        }

        /** The exec form, which is JSON; anything else is run by a shell. */
        List<String> entrypoint() {
            try {
                return List.of(new ObjectMapper().readValue(one("ENTRYPOINT"), String[].class));
            } catch (JsonProcessingException e) {
                throw new AssertionError("ENTRYPOINT is not in the exec form", e);
            }
        }
    }

    static Dockerfile read() {
        List<Stage> stages = new ArrayList<>();
        for (String line : lines()) {
            String[] words = line.split("\\s+", 2);
            if (words[0].equals("FROM")) {
                stages.add(new Stage(new ArrayList<>()));
            }
            if (!stages.isEmpty()) {
                stages.get(stages.size() - 1).instructions().add(new Instruction(words[0], words[1]));
            }
        }
        return new Dockerfile(stages);
    }

    /** What becomes of it; whatever else is built is thrown away. */
    Stage last() {
        return stages.get(stages.size() - 1);
    }

    private static List<String> lines() {
        try {
            String joined = Files.readString(DIRECTORY.resolve("Dockerfile")).replaceAll("\\\\\\s*\\n\\s*", " ");
            return joined.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
