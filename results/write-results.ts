import { createHash } from 'node:crypto';
import { studyHash } from '../functions/study/mechanism.ts';
import { planStudy } from '../functions/study/plan.ts';
import type { Study } from '../functions/study/study.ts';
import { aggregate } from './aggregate.ts';
import type { RecordBytes } from './gather-records.ts';
import { decodeRecord, plannedRecords, type RecordAddress, recordAddress } from './records.ts';
import { type StudyFile, studyKey } from './store/keys.ts';
import type { Store } from './store/store.ts';
import type { Provenance, Summary } from './summary.ts';

export interface WrittenResults {
  readonly summary: Summary;
  /** Where summary.json is, or summary.partial.json when blocks are missing. */
  readonly summaryPath: string;
  readonly reportPath: string;
}

/** The summary of a study from the records that are there. */
function summarise(study: Study, records: RecordBytes): Summary {
  return aggregate(study, studyHash(study), planStudy(study), (cell, estimator) =>
    Array.from({ length: cell.blocks }, (_, block) => {
      const address = recordAddress(cell, block, estimator);
      const bytes = records.get(address.key);
      return bytes === undefined ? null : decodeRecord(address, bytes);
    }),
  );
}

/**
 * Writes the summary, the digests of its records, its provenance, its report and, where the summary is complete, the
 * picture of errors against n beside each other.
 *
 * A complete summary removes summary.partial.json. A partial one leaves the summary.json of the same study (the same
 * hash) where it is, and removes that of another, which would otherwise be read as this study's answer.
 */
export async function writeResults(
  store: Store,
  study: Study,
  records: RecordBytes,
  provenance: Provenance,
): Promise<WrittenResults> {
  const summary = summarise(study, records);
  const complete = summary.status === 'complete';
  const summaryKey = studyKey(study.name, complete ? 'summary.json' : 'summary.partial.json');
  const write = (file: StudyFile, text: string): Promise<void> =>
    store.replace(studyKey(study.name, file), new TextEncoder().encode(text));

  await write(complete ? 'summary.json' : 'summary.partial.json', json(summary));
  await write('digests.json', json(digests(study, summary.studyHash, records)));
  await write('provenance.json', json(provenance));
  // Drawing needs a DOM and a plotting library, which would double the start-up time of every command.
  const { renderPicture, renderReport } = await import('./report/report.ts');
  await write('report.html', renderReport({ summary, provenance }));
  if (complete) await write('error-against-n.svg', renderPicture(summary));
  if (complete) await store.remove(studyKey(study.name, 'summary.partial.json'));
  else await removeForeignSummary(store, study.name, summary.studyHash);
  return {
    summary,
    summaryPath: store.locate(summaryKey),
    reportPath: store.locate(studyKey(study.name, 'report.html')),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function removeForeignSummary(store: Store, name: string, hash: string): Promise<void> {
  const bytes = await store.get(studyKey(name, 'summary.json'));
  if (bytes === null) return;
  const text = new TextDecoder().decode(bytes);
  if (!text.includes(`"studyHash": "${hash}"`)) await store.remove(studyKey(name, 'summary.json'));
}

/** SHA-256 of every record's file, so that anyone can verify a sample of them. */
function digests(study: Study, hash: string, records: RecordBytes): unknown {
  const entry = ({ key, cell, estimator, block }: RecordAddress): unknown => ({
    cell: cell.key,
    estimator: estimator.id,
    block,
    record: key,
    sha256: createHash('sha256')
      .update(records.get(key) ?? '')
      .digest('hex'),
  });
  return {
    formatVersion: 1,
    studyHash: hash,
    records: plannedRecords(planStudy(study))
      .filter(({ key }) => records.has(key))
      .map(entry),
  };
}
