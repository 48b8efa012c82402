/** The cells: one class for each kind of work, with its yardstick and the rows it has to leave behind. */
package io.gatekeeper.bench.cell;
