package io.carekeep.audit.merkle;

import java.util.Arrays;
import java.util.List;

/// Checks proofs that a leaf is in a tree and that a tree grew out of a smaller one.
public final class Proofs {

    private Proofs() {}

    /// Whether a leaf is in a tree: RFC 9162, section 2.1.3.2, which says for RFC 6962 how it is checked.
    /// @param index of the leaf, from 0
    public static boolean includes(long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size || leafHash.length != Hash.BYTES) {
            return false;
        }
        long at = index;
        long last = size - 1;
        var hash = leafHash;
        for (var beside : proof) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = Hash.ofNode(beside, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, beside);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /// Whether a leaf is in the subtree of the leaves from `start` to before `end`.
    public static boolean includes(long index, long start, long end, byte[] leafHash, List<byte[]> proof, byte[] root) {
        return isSubtree(start, end) && index >= start && includes(index - start, end - start, leafHash, proof, root);
    }

    /// Whether a tree holds a smaller one, leaf for leaf: RFC 6962, section 2.1.2. Of one without leaves that says
    /// nothing,
    /// and there is no proof of it.
    public static boolean extendsTo(long size, long later, byte[] root, byte[] laterRoot, List<byte[]> proof) {
        return size > 0 && extendsTo(0, size, later, root, laterRoot, proof);
    }

    /// Whether a tree holds the subtree of the leaves from `start` to before `end`:
    /// draft-ietf-plants-merkle-tree-certs,
    /// section 4.4.3. Every tree holds the one without leaves.
    public static boolean extendsTo(long start, long end, long size, byte[] subtree, byte[] root, List<byte[]> proof) {
        if (start >= 0 && start == end && end <= size) {
            return proof.isEmpty() && Arrays.equals(subtree, Hash.ofNothing());
        }
        if (!isSubtree(start, end) || end > size) {
            return false;
        }
        return isProven(start, end, size, subtree, root, proof);
    }

    private static boolean isProven(long start, long end, long size, byte[] subtree, byte[] root, List<byte[]> proof) {
        long first = start;
        long last = end - 1;
        long top = size - 1;
        while (first != last && (last == top || (last & 1) == 1)) {
            first >>>= 1;
            last >>>= 1;
            top >>>= 1;
        }
        var from = first == last ? 0 : 1;
        if (proof.size() < from) {
            return false;
        }
        var small = first == last ? subtree : proof.getFirst();
        var large = small;
        for (var beside : proof.subList(from, proof.size())) {
            if (top == 0) {
                return false;
            }
            if ((last & 1) == 1 || last == top) {
                if (first < last) {
                    small = Hash.ofNode(beside, small);
                }
                large = Hash.ofNode(beside, large);
                while ((last & 1) == 0 && last != 0) {
                    first >>>= 1;
                    last >>>= 1;
                    top >>>= 1;
                }
            } else {
                large = Hash.ofNode(large, beside);
            }
            first >>>= 1;
            last >>>= 1;
            top >>>= 1;
        }
        return top == 0 && Arrays.equals(small, subtree) && Arrays.equals(large, root);
    }

    // Its leaves are all below one node of every tree that has them.
    private static boolean isSubtree(long start, long end) {
        if (start < 0 || start >= end) {
            return false;
        }
        long span = end - start;
        long whole = Long.highestOneBit(span) == span ? span : Long.highestOneBit(span) << 1;
        return start == 0 || whole > 0 && start % whole == 0;
    }
}
