package io.gatekeeper.screening;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** With what files are screened. */
@ConfigMapping(prefix = "gatekeeper.screening")
interface ScreeningConfig {

    /** A directory with a directory for each set of indicators beside the built-in one; none when absent. */
    Optional<Path> indicatorDirectory();
}
