import type { StudyRecords } from '../../../results/catalogue/replicate-rows.ts';
import type { PlacedCell } from '../cell-view.ts';
import type { Links } from '../links.ts';
import { unreplayable } from './replay-view.tsx';
import { storedRequest } from './stored-request.ts';

/**
 * The pages that compute some data sets of a cell again, by their numbers. A server finds what is stored by the address; in
 * the address of a page in a folder it is written itself, behind the #, so that no host sees it.
 */
export async function replaysOf(
  records: StudyRecords,
  { planned: cell }: PlacedCell,
  {
    replicates,
    links,
    study,
  }: { readonly replicates: readonly number[]; readonly links: Links; readonly study: string },
): Promise<ReadonlyMap<number, string>> {
  const pages = new Map<number, string>();
  if (unreplayable({ cell }) !== null) return pages;
  for (const replicate of replicates) {
    if (pages.has(replicate)) continue;
    const page = links.served
      ? links.playground(replayQuery(study, cell.key, replicate))
      : links.playground(
          `#replay=${encodeURIComponent(JSON.stringify(await storedRequest(records, { study, cell, replicate })))}`,
        );
    if (page !== null) pages.set(replicate, page);
  }
  return pages;
}

const replayQuery = (study: string, cell: string, replicate: number): string =>
  `?study=${encodeURIComponent(study)}&cell=${encodeURIComponent(cell)}&replicate=${replicate}`;
