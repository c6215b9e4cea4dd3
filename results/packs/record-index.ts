/** Where a record lies: in which pack, by its number, from which byte to which. */
export interface RecordPlace {
  readonly pack: number;
  readonly start: number;
  readonly end: number;
}

/** Places by the keys of records; a key may have several. */
export interface RecordIndex {
  /** How many places there are. */
  readonly size: number;
  has(recordKey: string): boolean;
  find(recordKey: string): readonly RecordPlace[];
  /** A key that is no SHA-256 is left out: no record has it. */
  add(recordKey: string, place: RecordPlace): void;
  removePack(pack: number): void;
}

const KEY = /^[0-9a-f]{64}$/;
/** Of a key, in 32 bits each: 128 bits of a hash tell records apart. */
const WORDS = 4;
const FREE = -1;
const REMOVED = -2;
const FULLEST = 0.75;

interface Slots {
  readonly capacity: number;
  readonly words: Uint32Array;
  readonly packs: Int32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const createSlots = (capacity: number): Slots => ({
  capacity,
  words: new Uint32Array(WORDS * capacity),
  packs: new Int32Array(capacity).fill(FREE),
  starts: new Uint32Array(capacity),
  ends: new Uint32Array(capacity),
});

/** A hash table in flat arrays: 28 bytes a slot, where a Map of strings and objects takes 180 a record. */
export function createRecordIndex(): RecordIndex {
  let slots = createSlots(1024);
  let taken = 0;
  let size = 0;

  /** The slots from where the key belongs to the next free one. */
  function* probed(key: Uint32Array): Generator<number> {
    const mask = slots.capacity - 1;
    for (let slot = key[0] & mask; slots.packs[slot] !== FREE; slot = (slot + 1) & mask) yield slot;
  }

  function* matching(recordKey: string): Generator<number> {
    if (!KEY.test(recordKey)) return;
    const key = wordsOf(recordKey);
    for (const slot of probed(key)) if (slots.packs[slot] >= 0 && isAt(slots, slot, key)) yield slot;
  }

  function put(key: Uint32Array, { pack, start, end }: RecordPlace): void {
    const mask = slots.capacity - 1;
    let slot = key[0] & mask;
    while (slots.packs[slot] !== FREE) slot = (slot + 1) & mask;
    slots.words.set(key, WORDS * slot);
    slots.packs[slot] = pack;
    slots.starts[slot] = start;
    slots.ends[slot] = end;
    taken++;
    size++;
  }

  /** Makes room for another, and leaves out what was removed. */
  function grow(): void {
    const old = slots;
    slots = createSlots(size * 2 > FULLEST * old.capacity ? 2 * old.capacity : old.capacity);
    [taken, size] = [0, 0];
    for (let slot = 0; slot < old.capacity; slot++) {
      if (old.packs[slot] < 0) continue;
      put(old.words.subarray(WORDS * slot, WORDS * (slot + 1)), placeAt(old, slot));
    }
  }

  return {
    get size() {
      return size;
    },
    has: (recordKey) => matching(recordKey).next().done === false,
    find: (recordKey) => Array.from(matching(recordKey), (slot) => placeAt(slots, slot)),
    add(recordKey, place) {
      if (!KEY.test(recordKey)) return;
      if (taken + 1 > FULLEST * slots.capacity) grow();
      put(wordsOf(recordKey), place);
    },
    removePack(pack) {
      for (let slot = 0; slot < slots.capacity; slot++) {
        if (slots.packs[slot] !== pack) continue;
        slots.packs[slot] = REMOVED;
        size--;
      }
    },
  };
}

const wordsOf = (recordKey: string): Uint32Array =>
  Uint32Array.from({ length: WORDS }, (_, i) => Number.parseInt(recordKey.slice(8 * i, 8 * i + 8), 16));

function isAt({ words }: Slots, slot: number, key: Uint32Array): boolean {
  for (let i = 0; i < WORDS; i++) if (words[WORDS * slot + i] !== key[i]) return false;
  return true;
}

const placeAt = ({ packs, starts, ends }: Slots, slot: number): RecordPlace => ({
  pack: packs[slot],
  start: starts[slot],
  end: ends[slot],
});
