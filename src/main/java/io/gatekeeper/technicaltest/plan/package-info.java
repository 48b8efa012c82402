/** What a laboratory checks: the items of the dated editions of T/TAF 077 and 078, and how far a check of them has come. */
package io.gatekeeper.technicaltest.plan;
