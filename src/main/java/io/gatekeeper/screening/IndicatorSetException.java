package io.gatekeeper.screening;

/** An indicator set that is not taken, with one sentence that says where and why. */
public final class IndicatorSetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IndicatorSetException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    IndicatorSetException(String sentence) {
        super(sentence);
    }
}
