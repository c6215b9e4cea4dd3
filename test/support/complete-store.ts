import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Finished, type SmallStudy, signbench, writeSmallStudy } from './cli.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder with small.yaml and a store in which the built command has run it. */
export interface CompleteStore {
  readonly folder: string;
  readonly study: string;
  readonly store: string;
  /** Text of summary.json, to compare with after whatever is done to the store. */
  readonly summary: string;
}

/** Runs a small study once with the built command, for all tests of a file; each call gives a copy to damage. */
export function completeStores(small: SmallStudy): () => Promise<CompleteStore> {
  const original = mkdtempSync(join(tmpdir(), 'signbench-'));
  const store = join(original, 'store');
  beforeAll(async () => {
    const study = await writeSmallStudy(original, small);
    const { code, stderr } = await signbench('run', study, '--store', store, '--quiet');
    if (code !== 0) throw new Error(`the study to damage did not run: ${stderr}`);
  }, 120_000);
  afterAll(() => rmSync(original, { recursive: true, force: true }));
  return async () => {
    const folder = temporaryFolder();
    await cp(original, folder, { recursive: true });
    return {
      folder,
      study: join(folder, 'small.yaml'),
      store: join(folder, 'store'),
      summary: await summaryOf(store),
    };
  };
}

/** Text of the summary.json of the study named small. */
export const summaryOf = (store: string): Promise<string> =>
  readFile(join(store, 'studies/small/summary.json'), 'utf8');

/** Paths of the records of a store, in ascending order. */
export async function recordPaths(store: string): Promise<readonly string[]> {
  const names = await readdir(join(store, 'blocks'), { recursive: true });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(store, 'blocks', name));
}

/** The last line that the command printed, as JSON. */
export const lastEvent = ({ stdout }: Pick<Finished, 'stdout'>): unknown =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
