/** How the gate speaks HTTP: problem details, strict JSON, pages with cursors, entity tags and the request id. */
package io.gatekeeper.http;
