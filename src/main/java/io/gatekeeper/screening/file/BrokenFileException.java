package io.gatekeeper.screening.file;

import java.io.IOException;

/** Ends the reading of one part of a file, with what is wrong with it. */
final class BrokenFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String where;
    private final boolean hostile;

    BrokenFileException(String code, String where, String detail, boolean hostile) {
        super(detail);
        this.code = code;
        this.where = where;
        this.hostile = hostile;
    }

    FileProblem problem() {
        return new FileProblem(code, where, getMessage(), hostile);
    }

    /** Whether a limit of the whole file was reached, so that nothing more may be read. */
    boolean ends() {
        return code.equals("LIMIT_TIME") || code.equals("LIMIT_INFLATED");
    }
}
