/** The one source of the present instant and of new identifiers; nothing else in the gate asks the system for either. */
package io.gatekeeper.time;
