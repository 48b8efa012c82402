/** The files themselves: received in parts, verified by their digest, stored once, read on record. */
package io.gatekeeper.artifact;
