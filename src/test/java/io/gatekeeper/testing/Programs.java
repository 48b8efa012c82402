package io.gatekeeper.testing;

import java.io.IOException;
import java.util.List;

/** Programs this machine may have or not. */
public final class Programs {

    private Programs() {}

    /** Whether the command can be run, and ends well. */
    public static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
