/** Screening: over a thousand indicators, which are data, of one file under test at once, against what was declared of it. */
package io.gatekeeper.screening;
