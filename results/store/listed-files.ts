import type { Described, Store } from './store.ts';

/** A file of a store, with what the listing tells of it where it does. */
export type Listed = Pick<Described, 'key'> & Partial<Described>;

export interface Sized {
  readonly file: Listed;
  readonly bytes: number;
}

export interface Begun extends Sized {
  /** The first bytes of the file, `length` at least where it has as many. */
  readonly start: Uint8Array;
}

/** Read at once: bounds the memory. */
const GROUP = 512;

/** The files of a folder in ascending order. */
export async function listedFiles(store: Store, folder: string): Promise<readonly Listed[]> {
  if (store.describe === undefined) return (await store.list(folder)).map((key) => ({ key }));
  return (await store.describe(folder)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The files with their sizes, those that are gone by now left out; they are read where the listing did not tell. */
export async function* sizesOf(store: Store, files: readonly Listed[]): AsyncGenerator<Sized> {
  const unknown: Listed[] = [];
  for (const file of files) {
    if (file.bytes === undefined) unknown.push(file);
    else yield { file, bytes: file.bytes };
  }
  yield* wholeFiles(store, unknown);
}

/** The files with their beginnings, those that are gone by now left out; no more is read where the listing told their sizes. */
export async function* beginningsOf(
  store: Store,
  files: readonly Listed[],
  length: number,
): AsyncGenerator<Begun> {
  const { getStart } = store;
  if (getStart === undefined || files.some(({ bytes }) => bytes === undefined)) {
    yield* wholeFiles(store, files);
    return;
  }
  for (const group of groupsOf(files)) {
    const starts = await Promise.all(group.map(({ key }) => getStart(key, length)));
    for (const [i, start] of starts.entries()) {
      const file = group[i];
      if (start !== null) yield { file, start, bytes: file.bytes ?? start.length };
    }
  }
}

async function* wholeFiles(store: Store, files: readonly Listed[]): AsyncGenerator<Begun> {
  for (const group of groupsOf(files)) {
    const values = await store.getMany(group.map(({ key }) => key));
    for (const [i, start] of values.entries()) {
      if (start !== null) yield { file: group[i], start, bytes: start.length };
    }
  }
}

function* groupsOf(files: readonly Listed[]): Generator<readonly Listed[]> {
  for (let first = 0; first < files.length; first += GROUP) yield files.slice(first, first + GROUP);
}
