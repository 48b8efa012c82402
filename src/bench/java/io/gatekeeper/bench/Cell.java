package io.gatekeeper.bench;

/** One kind of work, measured beside its yardstick: one row of the table or a few. */
public interface Cell {

    /** By which {@code BENCH_ONLY} names it. */
    String name();

    /** Has the compilers see what will be measured. */
    default void warmUp(Stage stage) throws Exception {
        // Most of it is warm by then.
    }

    /** Adds its rows to the results. */
    void measure(Stage stage) throws Exception;

    /** Whether it repeats itself, because it takes a gate or a database of its own that is dear to prepare. */
    default boolean repeatsItself() {
        return false;
    }

    /** Whether it is part of a run that asks for nothing in particular. */
    default boolean isUsual() {
        return true;
    }
}
