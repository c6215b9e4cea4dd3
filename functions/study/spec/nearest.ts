/** Longer names are not compared: nobody mistypes a short key into one, and the cost is quadratic. */
const COMPARED = 40;

/**
 * The candidate nearest to a mistyped name, or undefined when none is near: at most one edit (insertion,
 * deletion, substitution, swap of neighbours) for every three characters. Case, hyphens and underscores
 * do not count, so that `sample_sizes` finds `sampleSizes`.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length === 0 || name.length > COMPARED) return undefined;
  const plainName = plain(name);
  const scored = candidates.map((candidate) => ({
    candidate,
    edits: editDistance(plainName, plain(candidate)),
  }));
  const [best] = scored.sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.max(1, Math.floor(name.length / 3))
    ? best.candidate
    : undefined;
}

const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

/** Optimal string alignment distance between two short strings. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, substituted);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
