/** What the gate is held against: the same machine doing as little as the work allows, or a general engine doing the same. */
package io.gatekeeper.bench.yardstick;
