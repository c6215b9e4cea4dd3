import { studyHash } from '../functions/study/mechanism.ts';
import type { Study } from '../functions/study/study.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { aggregate } from './aggregate.ts';
import type { CellState } from './cell-state.ts';
import type { Digests } from './digest-list.ts';
import { bytesOf, jsonPieces } from './json-pieces.ts';
import { recordAddress } from './records.ts';
import { type StudyFile, studyKey } from './store/keys.ts';
import type { Store } from './store/store.ts';
import type { StudyState } from './study-state.ts';
import type { Provenance, Summary } from './summary.ts';

export interface WrittenResults {
  readonly summary: Summary;
  /** Where summary.json is, or summary.partial.json when blocks are missing. */
  readonly summaryPath: string;
  readonly reportPath: string;
}

/**
 * Writes the summary, the digests of its records, its provenance, its report and, where the summary is complete, the
 * picture of errors against n beside each other.
 *
 * A complete summary removes summary.partial.json. A partial one leaves the summary.json of the same study (the same
 * hash) where it is, and removes that of another, which would otherwise be read as this study's answer.
 *
 * tables: of features that the study names, for what theory predicts.
 */
export async function writeResults(
  store: Store,
  study: Study,
  { cells: states, claims }: StudyState,
  { provenance, tables = NO_TABLES }: { readonly provenance: Provenance; readonly tables?: Tables },
): Promise<WrittenResults> {
  const measured = states.map((state) => state.measured);
  const summary = aggregate(study, studyHash(study), measured, claims);
  const complete = summary.status === 'complete';
  const summaryFile = complete ? 'summary.json' : 'summary.partial.json';
  const write = (file: StudyFile, pieces: Iterable<string>): Promise<void> =>
    store.replace(studyKey(study.name, file), bytesOf(pieces));

  await write(summaryFile, summaryPieces(summary));
  await store.replace(studyKey(study.name, 'digests.json'), digestsBytes(summary.studyHash, states));
  await write('provenance.json', [JSON.stringify(provenance, null, 2), '\n']);
  // Drawing needs a DOM and a plotting library, which would double the start-up time of every command.
  const { renderPicture, renderReport } = await import('./report/report.ts');
  const { createPredict } = await import('./predictions/predict.ts');
  const predict = createPredict(tables);
  await write('report.html', [renderReport({ summary, provenance, predict })]);
  if (complete) await write('error-against-n.svg', [renderPicture(summary, predict)]);
  if (complete) await store.remove(studyKey(study.name, 'summary.partial.json'));
  else await removeForeignSummary(store, study.name, summary.studyHash);
  return {
    summary,
    summaryPath: store.locate(studyKey(study.name, summaryFile)),
    reportPath: store.locate(studyKey(study.name, 'report.html')),
  };
}

/** The text of summary.json. */
export function* summaryPieces(summary: Summary): Generator<string> {
  yield* jsonPieces({ ...summary }, ['study.scenarios', 'cells', 'rates', 'claims', 'missing']);
  yield '\n';
}

async function removeForeignSummary(store: Store, name: string, hash: string): Promise<void> {
  const bytes = await store.get(studyKey(name, 'summary.json'));
  if (bytes === null) return;
  const isForeign = !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    `"studyHash": "${hash}"`,
  );
  if (isForeign) await store.remove(studyKey(name, 'summary.json'));
}

/** Of one digest in the text: two SHA-256 in quotes, a colon and a comma. */
const BYTES_PER_DIGEST = 134;

/** Of the text about a cell and estimator beside its names and digests, and of the text before the first and after the last. */
const BYTES_PER_HEAD = 64;
const BYTES_AROUND = 256;

/** SHA-256 of every record's file, so that anyone can verify a sample of them: one line a cell and estimator, by record key. */
function digestsBytes(hash: string, states: readonly CellState[]): Uint8Array {
  const records = states.flatMap(({ measured: { cell }, digests }) =>
    cell.estimators.map(
      (estimator, i): DigestsLine => ({
        // Block by block, in the bytes of JSON.stringify of the whole: an object of 10^6 keys would take more than all else.
        head: JSON.stringify({ cell: cell.key, estimator: estimator.id, blocks: {} }).slice(0, -2),
        sums: digests[i],
        keyOf: (block) => recordAddress(cell, block, estimator).key,
      }),
    ),
  );
  const most = records.reduce(
    (sum, { head, sums }) => sum + Buffer.byteLength(head) + BYTES_PER_HEAD + BYTES_PER_DIGEST * sums.count,
    BYTES_AROUND,
  );
  return bytesOf(digestsPieces(hash, records), most);
}

interface DigestsLine {
  readonly head: string;
  readonly sums: Digests;
  readonly keyOf: (block: number) => string;
}

function* digestsPieces(hash: string, records: readonly DigestsLine[]): Generator<string> {
  yield `{\n  "formatVersion": 1,\n  "studyHash": "${hash}",\n  "records": [`;
  for (const [i, { head, sums, keyOf }] of records.entries()) {
    yield `${i === 0 ? '' : ','}\n    ${head}`;
    let separator = '';
    for (let block = 0; block < sums.count; block++) {
      const sum = sums.at(block);
      if (sum === null) continue;
      yield `${separator}"${keyOf(block)}":"${sum}"`;
      separator = ',';
    }
    yield '}}';
  }
  yield '\n  ]\n}\n';
}
