import { canonicalJson } from '../functions/study/canonical-json.ts';
import type { Factors } from '../functions/study/study.ts';

/** Cells of the same combination of what varies, by its canonical JSON, in the order in which combinations first appear. */
export function byFactors<Cell extends { readonly factors: Factors }>(
  cells: readonly Cell[],
): ReadonlyMap<string, readonly Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = canonicalJson(cell.factors);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return groups;
}
