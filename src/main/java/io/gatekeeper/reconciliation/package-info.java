/** Compares what the features and the broker say of the same thing, and reports what disagrees. */
package io.gatekeeper.reconciliation;
