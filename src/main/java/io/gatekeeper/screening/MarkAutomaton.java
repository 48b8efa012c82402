package io.gatekeeper.screening;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all of many texts in one pass over bytes (Aho and Corasick 1975): each byte costs the same, however many texts
 * there are.
 *
 * <p>States that branch have a row with the next state for every byte; the many that do not have one byte that leads on,
 * and for all others the state of the longest suffix that also begins a text. Rows are over classes of bytes, because
 * all that stand in no text are alike.
 */
final class MarkAutomaton {

    /** Hears of each occurrence. */
    interface Occurrences {
        /** @param end the place after its last byte */
        void found(int text, int start, int end);
    }

    private static final int NONE = -1;

    private final byte[] classes = new byte[256];
    private final int width;
    private final int rows;
    /** Of the first {@link #rows} states: the next state for each class. */
    private final int[] dense;
    /** Of the others: the one class that leads on, where to, and where to go on looking for any other class. */
    private final byte[] only;

    private final int[] next;
    private final int[] suffix;
    /** The text that ends in a state, or in its longest suffix in which one does. */
    private final int[] ends;
    /** The next shorter text that ends where a text does. */
    private final int[] shorter;

    private final int[] lengths;

    MarkAutomaton(List<String> texts) {
        byte[][] all = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.lengths = Arrays.stream(all).mapToInt(text -> text.length).toArray();
        this.width = classify(all);
        Trie trie = new Trie(all, classes, width);
        int[] order = trie.branchingFirst();
        this.rows = trie.branching;
        int states = trie.size;
        this.dense = new int[rows * width];
        this.only = new byte[states];
        this.next = new int[states];
        this.suffix = new int[states];
        this.ends = new int[states];
        this.shorter = new int[all.length];
        trie.link();
        for (int state = 0; state < states; state++) {
            int to = order[state];
            suffix[to] = order[trie.suffix[state]];
            ends[to] = trie.ends[state];
            int child = trie.firstChild[state];
            only[to] = child == NONE ? (byte) -1 : trie.label[child];
            next[to] = child == NONE ? 0 : order[child];
        }
        System.arraycopy(trie.shorter, 0, shorter, 0, shorter.length);
        for (int state : trie.breadthFirst) {
            int row = order[state];
            if (row < rows) {
                fill(row, state, trie, order);
            }
        }
    }

    /** Which byte belongs to which class; class 0 is of those in no text. */
    private int classify(byte[][] all) {
        int count = 1;
        for (byte[] text : all) {
            for (byte one : text) {
                if (classes[one & 0xff] == 0) {
                    classes[one & 0xff] = (byte) count++;
                }
            }
        }
        return count;
    }

    /** Rows come in breadth-first order, so where the suffix leads is known already. */
    private void fill(int row, int state, Trie trie, int[] order) {
        for (int one = 0; one < width; one++) {
            dense[row * width + one] = row == 0 ? 0 : step(suffix[row], one);
        }
        for (int child = trie.firstChild[state]; child != NONE; child = trie.sibling[child]) {
            dense[row * width + trie.label[child]] = order[child];
        }
    }

    private int step(int from, int one) {
        int state = from;
        while (state >= rows) {
            if (only[state] == one) {
                return next[state];
            }
            state = suffix[state];
        }
        return dense[state * width + one];
    }

    void find(byte[] bytes, int from, int to, Occurrences occurrences) {
        int state = 0;
        for (int at = from; at < to; at++) {
            state = step(state, classes[bytes[at] & 0xff]);
            if (ends[state] != NONE) {
                tell(ends[state], at + 1, occurrences);
            }
        }
    }

    private void tell(int longest, int end, Occurrences occurrences) {
        for (int text = longest; text != NONE; text = shorter[text]) {
            occurrences.found(text, end - lengths[text], end);
        }
    }

    int states() {
        return next.length;
    }

    /** The tree of all texts while the automaton is made. */
    private static final class Trie {
        final int[] firstChild;
        final int[] sibling;
        final byte[] label;
        final int[] suffix;
        final int[] ends;
        final int[] shorter;
        int[] breadthFirst;
        int size = 1;
        int branching;

        Trie(byte[][] texts, byte[] classes, int width) {
            int most = 1 + Arrays.stream(texts).mapToInt(text -> text.length).sum();
            firstChild = filled(most);
            sibling = filled(most);
            label = new byte[most];
            suffix = new int[most];
            ends = filled(most);
            shorter = filled(texts.length);
            for (int text = 0; text < texts.length; text++) {
                int state = 0;
                for (byte one : texts[text]) {
                    state = childOrNew(state, classes[one & 0xff]);
                }
                if (ends[state] != NONE) {
                    throw new IllegalArgumentException("a text stands twice among the marks");
                }
                ends[state] = text;
            }
        }

        private static int[] filled(int length) {
            int[] array = new int[length];
            Arrays.fill(array, NONE);
            return array;
        }

        private int child(int state, byte by) {
            int child = firstChild[state];
            while (child != NONE && label[child] != by) {
                child = sibling[child];
            }
            return child;
        }

        private int childOrNew(int state, byte by) {
            int child = child(state, by);
            if (child == NONE) {
                child = size++;
                label[child] = by;
                sibling[child] = firstChild[state];
                firstChild[state] = child;
            }
            return child;
        }

        /** New numbers of all states: the root and those that branch come first, each group from the shallow to the deep. */
        int[] branchingFirst() {
            breadthFirst = new int[size];
            int count = 1;
            for (int one = 0; one < count; one++) {
                for (int child = firstChild[breadthFirst[one]]; child != NONE; child = sibling[child]) {
                    breadthFirst[count++] = child;
                }
            }
            int[] order = new int[size];
            int number = 0;
            for (int state : breadthFirst) {
                if (branches(state)) {
                    order[state] = number++;
                }
            }
            branching = number;
            for (int state : breadthFirst) {
                if (!branches(state)) {
                    order[state] = number++;
                }
            }
            return order;
        }

        private boolean branches(int state) {
            return state == 0 || firstChild[state] != NONE && sibling[firstChild[state]] != NONE;
        }

        /** Finds for each state its longest suffix that is a state, and the texts that end there with it. */
        void link() {
            for (int state : breadthFirst) {
                for (int child = firstChild[state]; child != NONE; child = sibling[child]) {
                    int candidate = suffix[state];
                    int to = state == 0 ? 0 : child(candidate, label[child]);
                    while (to == NONE && candidate != 0) {
                        candidate = suffix[candidate];
                        to = child(candidate, label[child]);
                    }
                    suffix[child] = to == NONE ? 0 : to;
                    int inherited = ends[suffix[child]];
                    if (ends[child] == NONE) {
                        ends[child] = inherited;
                    } else {
                        shorter[ends[child]] = inherited;
                    }
                }
            }
        }
    }
}
