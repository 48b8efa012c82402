package io.gatekeeper.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** On demand: a flight recording of the gate for each cell. */
final class Profile {

    private final Settings settings;
    private final Surroundings surroundings;
    private String recording;

    Profile(Settings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    void begin(String cell) throws IOException, InterruptedException {
        recording = cell.replaceAll("[^a-z0-9]+", "-");
        tell("JFR.start", "settings=profile");
    }

    void end() throws IOException, InterruptedException {
        Path file = surroundings.directory().resolve(recording + ".jfr");
        tell("JFR.stop", "filename=" + file.toAbsolutePath());
    }

    private void tell(String command, String argument) throws IOException, InterruptedException {
        if (!settings.isProfiled()) {
            return;
        }
        List<String> call = new ArrayList<>();
        call.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        call.add(Long.toString(surroundings.gate().pid()));
        call.add(command);
        call.add("name=" + recording);
        call.add(argument);
        new ProcessBuilder(call)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
