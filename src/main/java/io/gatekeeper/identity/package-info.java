/** Who is calling, for which organisation and in which role, and how much it may ask; and the refusal to start without knowing. */
package io.gatekeeper.identity;
