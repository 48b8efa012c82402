/** The files themselves: received in parts or fetched from where they are, verified by their digest, stored once, read on record. */
package io.gatekeeper.artifact;
