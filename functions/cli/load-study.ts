import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Tables } from '../../kernels/populations/table.ts';
import { diskError, errorCode } from '../../results/store/disk-error.ts';
import type { Store } from '../../results/store/store.ts';
import { findStoredStudy, type StoredRun } from '../../results/stored-study.ts';
import { openStoredTables } from '../../results/stored-tables.ts';
import { openFeatureFiles } from '../local/feature-files.ts';
import { computedBy } from '../study/backends.ts';
import type { TableSource } from '../study/spec/feature-files.ts';
import { nearest } from '../study/spec/nearest.ts';
import { parseStudy } from '../study/spec/parse-study.ts';
import { StudyError } from '../study/spec/study-error.ts';
import type { Profile, Study } from '../study/study.ts';
import { InputError } from './input-error.ts';

/** A study as named on the command line. */
export interface LoadedStudy {
  readonly study: Study;
  /** Text of its file. */
  readonly source: string;
  /** How a study of this name was last run in the store; null where no store was given, or it knows none. */
  readonly run: StoredRun | null;
  /** Tables of features that the study names. */
  readonly tables: Tables;
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
  if (/[/\\]|\.(ya?ml|json)$/i.test(argument)) {
    const loaded = await readStudy(argument, profile);
    const last = store === undefined ? null : await findStoredStudy(store, loaded.study.name);
    return asLastRun(loaded, last?.run ?? null);
  }

  const stored = store === undefined ? null : await findStoredStudy(store, argument);
  if (store !== undefined && stored !== null) {
    const chosen = profile ?? stored.run?.profile;
    const tables = await openStoredTables(store, argument);
    return asLastRun(parse(stored.source, stored.path, tables, chosen), stored.run);
  }
  const names = await bundledNames(studiesFolder);
  if (names.includes(argument)) {
    return readStudy(join(studiesFolder, `${argument}.yaml`), profile);
  }
  const near = nearest(argument, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new InputError(
    `There is no study named ${argument}.${hint} Bundled are ${names.join(', ')}; a study file is given by its path, for instance ./${argument}.yaml.`,
  );
}

/** The study in the arithmetic of its last run in the store, so that its records are found. */
const asLastRun = (loaded: LoadedStudy, run: StoredRun | null): LoadedStudy =>
  run === null ? loaded : { ...loaded, study: computedBy(loaded.study, run.backend), run };

const readStudy = async (path: string, profile: Profile | undefined): Promise<LoadedStudy> =>
  parse(await readStudyFile(path), path, openFeatureFiles(dirname(path)), profile);

function parse(
  source: string,
  path: string,
  { files, tables }: TableSource,
  profile: Profile = 'full',
): LoadedStudy {
  return { study: parseStudy(source, path, profile, files), source, run: null, tables };
}

async function readStudyFile(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    // A byte order mark stays, since the text is kept beside the results as it is.
    const text = bytes.toString('utf8');
    if (!isUtf8(bytes)) throw notUtf8(path, bytes, text);
    return text;
  } catch (error) {
    if (error instanceof StudyError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new InputError(`There is no file ${path}.`, { cause: error });
    if (code === 'EISDIR') throw new InputError(`${path} is a folder, not a study file.`, { cause: error });
    throw diskError(error, 'read', path);
  }
}

/** Names the first place that decoding had to replace. */
function notUtf8(path: string, bytes: Buffer, text: string): StudyError {
  const replaced = Buffer.from(text).findIndex((byte, i) => byte !== bytes[i]);
  const before = bytes.toString('utf8', 0, replaced).split('\n');
  const line = before.length;
  const column = before[line - 1].length + 1;
  const sentence = `line ${line}, column ${column}: this is not UTF-8 text; save the file in UTF-8`;
  return new StudyError(path, [
    { path: '', line, column, found: 'a byte that is not UTF-8', allowed: 'UTF-8 text', sentence },
  ]);
}

/** Names of the studies that come with the package. */
export async function bundledNames(folder: string): Promise<string[]> {
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
