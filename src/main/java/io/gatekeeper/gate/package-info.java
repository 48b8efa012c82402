/** Evidence in, decision out: the rules by which a release is published or held, pure, without framework, clock or IO. */
package io.gatekeeper.gate;
