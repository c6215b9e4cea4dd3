import type { Store } from '../../results/store/store.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { twinsKey } from './keys.ts';
import { linesWriter } from './lines-file.ts';
import { writeManifest } from './manifest.ts';
import { isPairColumn, type PairOf, type PairReading, pairOf } from './pairs/pair-of.ts';
import { isIdentical } from './pairs/shared-prefix.ts';
import { findPairs, type PairsManifest } from './pairs-file.ts';
import { openRecords } from './records/open-records.ts';
import type { RecordFile } from './records/record.ts';
import { sourceFile } from './source-file.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { isTolerated, type Tally, type Tolerance, tallyOf } from './tolerance.ts';
import { TwinsError } from './twins-error.ts';

const PROGRESS_EVERY = 500;

export interface PairsRequest {
  readonly path: string;
  readonly reading: PairReading;
  readonly tolerance: Tolerance;
  /** Import although the same file was imported in the same way. */
  readonly again: boolean;
}

/** What was imported, and whether it was there already. */
export interface Imported<T> {
  readonly manifest: T;
  readonly cached: boolean;
}

/**
 * Imports a file of preference pairs. It is read twice, first to see whether it can be used, so that a file that is refused leaves what was stored before.
 *
 * @throws TwinsError where the file cannot be read, more of it is malformed than tolerated, or it has no pairs.
 */
export async function importPairs(
  store: Store,
  name: string,
  { path, reading, tolerance, again }: PairsRequest,
  options: StageOptions = {},
): Promise<Imported<PairsManifest>> {
  const source = await sourceFile(path, options.signal);
  const file = openRecords(path, isPairColumn(reading));
  const asked = { ...reading };
  const stored = await findPairs(store, name).catch(() => null);
  if (
    !again &&
    stored?.source.sha256 === source.sha256 &&
    canonicalJson(stored.options) === canonicalJson(asked) &&
    isTolerated(stored.skipped, stored.pairs + stored.ties + stored.skipped, tolerance)
  ) {
    return { manifest: stored, cached: true };
  }
  const found = await survey({ path, file, reading, tolerance }, options);
  await store.remove(twinsKey(name, 'pairs.json'));
  const writer = linesWriter(store, name, 'pairs');
  let written = 0;
  for await (const one of pairsIn(file, reading)) {
    if (!('pair' in one)) continue;
    await writer.push(one.pair);
    if (++written % PROGRESS_EVERY === 0) {
      options.onProgress?.({ done: written, total: found.pairs, unit: 'pairs' });
      goOn(options.signal);
    }
  }
  if (written !== found.pairs) throw new TwinsError(`${path} changed while it was read; import it again.`);
  const { kinds, ...counts } = found;
  const manifest: PairsManifest = {
    format: 1,
    ...counts,
    source: { ...source, kind: kinds.length === 1 ? kinds[0] : 'mixed' },
    options: asked,
    parts: await writer.finish(),
  };
  await writeManifest(store, { name, file: 'pairs.json' }, manifest);
  return { manifest, cached: false };
}

type Survey = Omit<PairsManifest, 'format' | 'source' | 'options' | 'parts'> & {
  readonly kinds: readonly string[];
};

/** Reads the file to its end and counts; refuses what cannot be used. */
async function survey(
  { path, file, reading, tolerance }: Omit<PairsRequest, 'again'> & { readonly file: RecordFile },
  { onProgress, signal }: StageOptions,
): Promise<Survey> {
  const tally = tallyOf(path, file.kind === 'jsonl' || file.kind === 'text' ? 'lines' : 'rows', tolerance);
  const counts = { pairs: 0, ties: 0, identical: 0, unshared: 0 };
  const kinds = new Set<string>();
  for await (const one of pairsIn(file, reading)) {
    count(one, { tally, counts, kinds });
    if (tally.records % PROGRESS_EVERY === 0) {
      onProgress?.({ done: tally.records, total: null, unit: 'records checked' });
      goOn(signal);
    }
  }
  tally.settle();
  if (counts.pairs === 0) throw new TwinsError(`${path} has no pairs. Nothing was stored.`);
  const { skipped, problems } = tally;
  return { ...counts, skipped, problems: [...problems], kinds: [...kinds].sort() };
}

interface Counting {
  readonly tally: Tally;
  readonly counts: { pairs: number; ties: number; identical: number; unshared: number };
  readonly kinds: Set<string>;
}

function count(one: PairOf & { readonly line: number }, { tally, counts, kinds }: Counting): void {
  if ('problem' in one) {
    tally.bad(one.line, one.problem);
    return;
  }
  tally.good();
  if ('tie' in one) {
    counts.ties++;
    return;
  }
  kinds.add(one.shape);
  counts.pairs++;
  if (isIdentical(one.pair)) counts.identical++;
  if (one.pair.prompt.length === 0) counts.unshared++;
}

async function* pairsIn(
  file: RecordFile,
  reading: PairReading,
): AsyncGenerator<PairOf & { readonly line: number }> {
  for await (const record of file.records()) {
    if ('problem' in record) yield record;
    else yield { line: record.line, ...pairOf(record.value, reading) };
  }
}
