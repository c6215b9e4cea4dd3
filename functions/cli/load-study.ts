import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, errorCode } from '../../results/store/disk-error.ts';
import type { Store } from '../../results/store/store.ts';
import { findStoredStudy, type StoredRun } from '../../results/stored-study.ts';
import { nearest } from '../study/spec/nearest.ts';
import { parseStudy } from '../study/spec/parse-study.ts';
import type { Profile, Study } from '../study/study.ts';
import { InputError } from './input-error.ts';

/** A study as named on the command line. */
export interface LoadedStudy {
  readonly study: Study;
  /** Text of its file. */
  readonly source: string;
  /** How it was last run, where it comes from the store. */
  readonly run: StoredRun | null;
}

export interface LoadOptions {
  readonly profile?: Profile | undefined;
  readonly studiesFolder: string;
  /** Where given, a name means the study that this store keeps before the bundled one. */
  readonly store?: Store;
}

/**
 * Reads the study that an argument names: a file when it has a slash or ends in .yaml, .yml or .json, else a name.
 *
 * @throws InputError when there is none, StudyError when it cannot be run, StoreError when it cannot be read.
 */
export async function loadStudy(argument: string, options: LoadOptions): Promise<LoadedStudy> {
  const { profile, store, studiesFolder } = options;
  if (/[/\\]|\.(ya?ml|json)$/i.test(argument)) return parse(await readStudyFile(argument), argument, profile);

  const stored = store === undefined ? null : await findStoredStudy(store, argument);
  if (stored !== null) {
    const chosen = profile ?? stored.run?.profile;
    return { ...parse(stored.source, stored.path, chosen), run: stored.run };
  }
  const names = await bundledNames(studiesFolder);
  if (names.includes(argument)) {
    const path = join(studiesFolder, `${argument}.yaml`);
    return parse(await readStudyFile(path), path, profile);
  }
  const near = nearest(argument, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new InputError(
    `There is no study named ${argument}.${hint} Bundled are ${names.join(', ')}; a study file is given by its path, for instance ./${argument}.yaml.`,
  );
}

function parse(source: string, path: string, profile: Profile = 'full'): LoadedStudy {
  return { study: parseStudy(source, path, profile), source, run: null };
}

async function readStudyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new InputError(`There is no file ${path}.`, { cause: error });
    if (code === 'EISDIR') throw new InputError(`${path} is a folder, not a study file.`, { cause: error });
    throw diskError(error, 'read', path);
  }
}

async function bundledNames(folder: string): Promise<string[]> {
  try {
    const files = await readdir(folder);
    return files
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => file.slice(0, -'.yaml'.length))
      .sort();
  } catch (error) {
    throw diskError(error, 'list', folder);
  }
}
