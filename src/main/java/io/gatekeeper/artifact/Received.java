package io.gatekeeper.artifact;

/** What became of a body that brought a file, or a part of one. */
sealed interface Received {

    /** Everything so far is kept, and there is more to come. */
    record Partly(UploadView upload) implements Received {}

    /**
     * The file is whole and has the digest it should have.
     *
     * @param isNew whether nobody had brought it before
     */
    record Whole(StoredArtifact artifact, boolean isNew) implements Received {}

    static Received before(StoredArtifact artifact) {
        return new Whole(artifact, false);
    }
}
