import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBatchComputer } from '../../../functions/compute/batch-computer.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import type { ComputeId } from '../../../functions/study/backends.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What a run in a folder leaves. */
export async function localRun(
  text: string,
  backend: ComputeId = 'js',
): Promise<Readonly<Record<'summary.json' | 'digests.json', string>>> {
  const store = temporaryFolder();
  const study = parseStudy(text, 'study.yaml', 'full');
  const runner = { run: createBatchComputer(NO_TABLES), close: async () => {} };
  await runStudy(study, { store, backend, workers: 1, runner });
  const read = (file: string): Promise<string> => readFile(join(store, 'studies', study.name, file), 'utf8');
  return { 'summary.json': await read('summary.json'), 'digests.json': await read('digests.json') };
}
