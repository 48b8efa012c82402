/** Who is calling, for which organisation and in which role; and the refusal to start without knowing. */
package io.gatekeeper.identity;
