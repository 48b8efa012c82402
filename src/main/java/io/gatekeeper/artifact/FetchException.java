package io.gatekeeper.artifact;

/** A file could not be fetched; the message is a sentence for the platform that named the location, and tells nothing of our network. */
public final class FetchException extends Exception {

    private static final long serialVersionUID = 1L;

    FetchException(String sentence) {
        super(sentence);
    }

    FetchException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
