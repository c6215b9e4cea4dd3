import { z } from 'zod';
import { COMPUTE_IDS } from '../functions/study/backends.ts';
import { studyHash } from '../functions/study/mechanism.ts';
import type { Study } from '../functions/study/study.ts';
import { studyKey } from './store/keys.ts';
import type { Store } from './store/store.ts';

const RunFile = z.object({
  profile: z.enum(['quick', 'full']),
  backend: z.enum(COMPUTE_IDS),
  studyHash: z.string(),
});

/** How a stored study was last run. */
export type StoredRun = z.infer<typeof RunFile>;

/** Keeps the study file and how it is run, before the first block, so that a killed run can be resumed by name. */
export async function keepStudy(
  store: Store,
  study: Study,
  source: string | undefined,
  backend: StoredRun['backend'],
): Promise<void> {
  const run: StoredRun = { profile: study.profile, backend, studyHash: studyHash(study) };
  const encoder = new TextEncoder();
  if (source !== undefined) await store.replace(studyKey(study.name, 'study.yaml'), encoder.encode(source));
  await store.replace(studyKey(study.name, 'run.json'), encoder.encode(`${JSON.stringify(run, null, 2)}\n`));
}

/** The study file that a store keeps under this name, and how it was last run; null where there is none. */
export async function findStoredStudy(
  store: Store,
  name: string,
): Promise<{ readonly source: string; readonly path: string; readonly run: StoredRun | null } | null> {
  const [bytes, run] = await Promise.all([
    store.get(studyKey(name, 'study.yaml')),
    store.get(studyKey(name, 'run.json')),
  ]);
  if (bytes === null) return null;
  return {
    source: new TextDecoder().decode(bytes),
    path: store.locate(studyKey(name, 'study.yaml')),
    run: run === null ? null : parseRun(run),
  };
}

/** How a study was run, from the bytes of its run.json; null where they are none. */
export function parseRun(bytes: Uint8Array): StoredRun | null {
  try {
    return RunFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
