package io.gatekeeper.screening;

import java.time.LocalDate;
import java.util.List;

/**
 * A dated edition of indicators.
 *
 * @param version for example {@code 2026-11.1}
 * @param effectiveFrom the first day, in Shanghai, on which files are screened with it
 * @param licence under which its content may be used
 * @param digest of its files, SHA-256 in hexadecimal
 */
record IndicatorSet(
        String version, LocalDate effectiveFrom, String licence, List<Indicator> indicators, String digest) {

    IndicatorSet {
        indicators = List.copyOf(indicators);
    }
}
