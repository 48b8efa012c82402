/** What happens to an installation in its life, done to one of real processes: see docs/resilience.md. */
package io.gatekeeper.resilience;
