/** Natural batching: what arrives while the database is busy with others shares the next round, and nobody waits on purpose. */
package io.gatekeeper.batching;
