/** What is asked of the gate: requests as ready bytes, and the loads that send them. */
package io.gatekeeper.bench.load;
