/** The benchmark: measures the production build as a process of its own against yardsticks run around it. */
package io.gatekeeper.bench;
