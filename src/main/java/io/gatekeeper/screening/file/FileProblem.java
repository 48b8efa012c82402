package io.gatekeeper.screening.file;

/**
 * Something wrong with a file under test.
 *
 * @param code stable: its first word says which part is meant (ZIP, MANIFEST, RESOURCES, DEX, SIGNATURE, PLIST, SET), LIMIT that
 *     the rest was not read, FILE that nothing could be
 * @param where the zip entry, or empty for the file itself
 * @param hostile no honest tool makes such a file
 */
public record FileProblem(String code, String where, String detail, boolean hostile) {}
