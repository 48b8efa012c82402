package io.gatekeeper.identity;

/** What a caller may be, as named in the claim {@code groups} of its token. */
public enum Role {
    /** An app store's back end; its organisation is the platform's id. */
    PLATFORM(Names.PLATFORM),
    /** A publisher's release manager; its organisation is the publisher's credit code. */
    PUBLISHER(Names.PUBLISHER),
    /** Takes and concludes technical tests; its organisation is the laboratory's id. */
    LABORATORY(Names.LABORATORY),
    /** An officer; the organisation is the office, the subject the officer. */
    REGULATOR(Names.REGULATOR),
    /** Reads everything, changes nothing. */
    AUDITOR(Names.AUDITOR);

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    /** The role as it stands in a token. */
    public String claim() {
        return claim;
    }

    /** The same names as constants, because an annotation takes nothing else. */
    public static final class Names {
        public static final String PLATFORM = "platform";
        public static final String PUBLISHER = "publisher";
        public static final String LABORATORY = "laboratory";
        public static final String REGULATOR = "regulator";
        public static final String AUDITOR = "auditor";

        private Names() {}
    }
}
