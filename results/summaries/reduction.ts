/** A complete subtree of the fixed tree over blocks: the blocks index 2^level to (index + 1) 2^level - 1. */
export interface TreeNode<S> {
  readonly level: number;
  readonly index: number;
  readonly summary: S;
}

/**
 * Merges blocks in a fixed binary tree, in memory that grows with the logarithm of their number.
 *
 * Two neighbouring subtrees of one size, the left one at an even index, become one as soon as both are there; what is left at the end is
 * merged from the right. So the tree depends on the number of blocks alone, and any workers that reduce ranges of blocks
 * and hand over the subtrees they have give the same bits as one that reads all.
 */
export function createReduction<S>(merge: (left: S, right: S) => S) {
  const nodes = new Map<string, TreeNode<S>>();
  const nameOf = (level: number, index: number): string => `${level} ${index}`;

  return {
    /** Takes in a subtree; a block is one of level 0. */
    add(added: TreeNode<S>): void {
      let node = added;
      for (;;) {
        const sibling = nodes.get(nameOf(node.level, node.index ^ 1));
        if (sibling === undefined) break;
        nodes.delete(nameOf(sibling.level, sibling.index));
        const [left, right] = node.index < sibling.index ? [node, sibling] : [sibling, node];
        node = {
          level: node.level + 1,
          index: left.index / 2,
          summary: merge(left.summary, right.summary),
        };
      }
      nodes.set(nameOf(node.level, node.index), node);
    },
    /** The subtrees that are there, in the order of their blocks. */
    nodes: (): readonly TreeNode<S>[] =>
      [...nodes.values()].sort((a, b) => a.index * size(a.level) - b.index * size(b.level)),
    /** All that was added, from block 0 without gaps, and after it `last` as one more block; null where there is nothing. */
    total(last: S | null = null): S | null {
      return this.nodes().reduceRight<S | null>(
        (right, { summary }) => (right === null ? summary : merge(summary, right)),
        last,
      );
    },
  };
}

/** Blocks under a node. */
const size = (level: number): number => (level === 0 ? 1 : 2 * size(level - 1));
