/**
 * Where records and results live: bytes under slash-separated keys such as `blocks/ab/abcd.json`.
 *
 * Every implementation keeps three promises, checked by one contract suite: a reader sees a whole value or none; two
 * processes may use one store at the same time; what was stored stays when a later operation fails. Failures of
 * reading and writing are thrown as StoreError.
 */
export interface Store {
  /** Where it is, as said to people: an absolute path or a URL. */
  readonly location: string;
  /** The bytes under the key, or null where there are none. */
  get(key: string): Promise<Uint8Array | null>;
  /** As `get` for each of the keys, in their order; for many keys far cheaper than one by one. */
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** The first `length` bytes under the key, or all where there are fewer; absent where a store can only give whole values. */
  getStart?(key: string, length: number): Promise<Uint8Array | null>;
  /**
   * Stores the bytes unless the key is taken. `present` means that identical bytes were there already.
   *
   * @throws StoreError `conflict` when the key holds different bytes, which are left alone.
   */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<'stored' | 'present'>;
  /** Stores the bytes, in one step replacing what was there. */
  replace(key: string, bytes: Uint8Array): Promise<void>;
  /** Every key that starts with the folder, for instance `blocks/`, in ascending order. */
  list(folder: string): Promise<readonly string[]>;
  /**
   * As `list`, page by page in no certain order, for who may stop before the end; absent where a listing costs no more than asking for one
   * value.
   */
  pages?(folder: string): AsyncIterable<readonly string[]>;
  /** As `list` in no certain order, with what the listing tells beside; absent where it tells no more than keys. */
  describe?(folder: string): Promise<readonly Described[]>;
  /** When the value came to stand under its key; null where there is none. */
  storedAt(key: string): Promise<Date | null>;
  /** Keys of what processes that are gone were writing: no values, never listed, safe to remove. */
  leftovers(): Promise<readonly string[]>;
  /** Moves a value to another key, replacing what was there; nothing happens where `from` is absent. */
  move(from: string, to: string): Promise<void>;
  /** Removes a value; nothing happens where there is none. */
  remove(key: string): Promise<void>;
  /** Where the value under the key is, as said to people and to other programs. */
  locate(key: string): string;
}

/** What a listing may tell of a value. */
export interface Described {
  readonly key: string;
  readonly bytes: number;
  /** As `storedAt` says it. */
  readonly storedAt: Date;
}
