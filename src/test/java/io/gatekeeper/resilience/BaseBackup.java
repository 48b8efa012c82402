package io.gatekeeper.resilience;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A base backup of a running PostgreSQL, made by hand: the programs beside the embedded server are too few for
 * {@code pg_basebackup}. The steps are those of its manual, chapter 25.3.4, with the WAL of the time copied along.
 */
final class BaseBackup {

    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts");

    private final Server server;

    BaseBackup(Server server) {
        this.server = server;
    }

    /** @return its size in bytes */
    long into(Path copy) throws SQLException, IOException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            // The WAL since the begin of the backup stays until it is copied.
            statement.execute("ALTER SYSTEM SET wal_keep_size = '256MB'");
            statement.execute("SELECT pg_reload_conf()");
            statement.execute("SELECT pg_backup_start('resilience', true)");
            long bytes = copy(server.data(), copy, false);
            String label;
            try (ResultSet stop = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                stop.next();
                label = stop.getString(1);
            }
            bytes += copy(server.data().resolve("pg_wal"), copy.resolve("pg_wal"), true);
            Files.writeString(copy.resolve("backup_label"), label);
            return bytes;
        }
    }

    /** What disappears meanwhile was of no use to the copy. */
    private static long copy(Path from, Path to, boolean wal) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = to.resolve(from.relativize(directory).toString());
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(directory));
                boolean left = !wal && directory.equals(from.resolve("pg_wal"));
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(
                                file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                        bytes[0] += attributes.size();
                    } catch (NoSuchFileException e) {
                        // Deleted between the listing and the copy.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return bytes[0];
    }
}
