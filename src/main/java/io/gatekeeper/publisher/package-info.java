/** The register of publishers, the notices and measures against them, the review windows: what makes up a standing. */
package io.gatekeeper.publisher;
