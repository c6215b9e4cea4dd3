import { philox4x32 } from '../random/philox.ts';

/** N-grams are counted in so many buckets; two in one bucket cannot be told apart. */
const BUCKETS = 1 << 18;
/** Keeps these words apart from those of studies with the same seed. */
const PROJECTION_KEY = 0x6e6772;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** What an n-gram's hash begins with, so that a word and the same letters inside a word are two n-grams. */
const WORD = 1;
const TWO_WORDS = 2;
const LETTERS = 3;
const LETTER_COUNTS = [3, 4];

/** Columns that an n-gram adds to. */
const ENTRIES = 16;

/**
 * Hashed n-gram features with a sparse random projection: bytes of UTF-8 in, a vector of `columns` float32 out, `columns` from 1 to 16,384.
 *
 * The n-grams are words, pairs of neighbouring words, and runs of three and four bytes within a word and its two ends. A word is a run of ASCII letters
 * (small and capital alike), digits, apostrophes and bytes from 128 on, so that no table of characters, which differs between machines, is asked; any other
 * byte but white space is a word of its own. Each n-gram is hashed (FNV-1a, 32 bits, with a last mix) to one of 2^18 buckets b with count c_b, and
 *
 *   e = sum_b sqrt(c_b) r_b / sqrt(s sum_b c_b),  s = min(16, columns),
 *
 * where r_b has one fair sign in a random column of each of s runs of columns, made of the Philox words at counter (b, block, 0, 0) under the key
 * (seed, 0x6e6772). E|e|^2 = 1 whatever the length of the text; a text without words gives 0. Sums are taken in the order of b's first appearance.
 *
 * Source: Weinberger et al. (2009), "Feature hashing for large scale multitask learning"; Kane & Nelson (2014), "Sparser Johnson-Lindenstrauss transforms".
 */
export function createHashedNgrams(columns: number, seed: number): (utf8: Uint8Array) => Float32Array {
  const entries = Math.min(ENTRIES, columns);
  const projection = projectionRows(columns, seed);
  const counts = new Uint32Array(BUCKETS);
  const seen: number[] = [];
  const count = (hash: number): void => {
    const bucket = mixed(hash) & (BUCKETS - 1);
    if (counts[bucket]++ === 0) seen.push(bucket);
  };
  return (utf8) => {
    countNgrams(utf8, count);
    const sums = new Float64Array(columns);
    let total = 0;
    for (const bucket of seen) {
      total += counts[bucket];
      addEntries(sums, Math.sqrt(counts[bucket]), projection(bucket));
      counts[bucket] = 0;
    }
    seen.length = 0;
    const scale = Math.sqrt(entries * Math.max(1, total));
    return Float32Array.from(sums, (sum) => sum / scale);
  };
}

function addEntries(sums: Float64Array, weight: number, row: Uint16Array): void {
  for (const entry of row) sums[entry >>> 1] += entry & 1 ? weight : -weight;
}

/** Rows of the projection, made when a bucket is first asked for: of each entry its column and, in the lowest bit, its sign. */
function projectionRows(columns: number, seed: number): (bucket: number) => Uint16Array {
  const entries = Math.min(ENTRIES, columns);
  const table = new Uint16Array(BUCKETS * entries);
  const known = new Uint8Array(BUCKETS);
  const words = new Uint32Array(4);
  return (bucket) => {
    const row = table.subarray(bucket * entries, (bucket + 1) * entries);
    if (known[bucket] === 1) return row;
    known[bucket] = 1;
    for (let k = 0; k < entries; k++) {
      if (k % 4 === 0) philox4x32([bucket, k / 4, 0, 0], [seed >>> 0, PROJECTION_KEY], words);
      const first = Math.floor((k * columns) / entries);
      const width = Math.floor(((k + 1) * columns) / entries) - first;
      const word = words[k % 4];
      // The lowest bit is the sign; the others choose the column.
      row[k] = ((first + Math.floor(((word >>> 1) / 0x80000000) * width)) << 1) | (word & 1);
    }
    return row;
  };
}

const WHITE = 0;
const MARK = 1;
const PART_OF_WORD = 2;

/** What each byte is: white space and control characters, a mark, or part of a word. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 32 || byte === 127) return WHITE;
  const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  return letter || byte >= 128 || (byte >= 48 && byte <= 57) || byte === 39 ? PART_OF_WORD : MARK;
});

/** Small letters for capital ones of ASCII. */
const small = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

function countNgrams(utf8: Uint8Array, count: (hash: number) => void): void {
  let before = 0;
  for (let start = 0; start < utf8.length; ) {
    const kind = CLASSES[utf8[start]];
    let end = start + 1;
    if (kind === WHITE) {
      start = end;
      continue;
    }
    if (kind === PART_OF_WORD) while (end < utf8.length && CLASSES[utf8[end]] === PART_OF_WORD) end++;
    let word = step(FNV_OFFSET, WORD);
    for (let i = start; i < end; i++) word = step(word, small(utf8[i]));
    count(word);
    if (before !== 0) count(step(Math.imul(before, 31) ^ word, TWO_WORDS));
    // A hash of 0 would pass for no word.
    before = word === 0 ? 1 : word;
    if (kind === PART_OF_WORD)
      for (const length of LETTER_COUNTS) countLetters(utf8, { start, end, length }, count);
    start = end;
  }
}

/** Runs of `length` bytes of a word that stands between two spaces. */
function countLetters(
  utf8: Uint8Array,
  { start, end, length }: { readonly start: number; readonly end: number; readonly length: number },
  count: (hash: number) => void,
): void {
  for (let first = start - 1; first + length <= end + 1; first++) {
    let hash = step(FNV_OFFSET, LETTERS);
    for (let i = first; i < first + length; i++)
      hash = step(hash, i < start || i >= end ? 32 : small(utf8[i]));
    count(hash);
  }
}

/** One byte of FNV-1a. */
const step = (hash: number, byte: number): number => Math.imul(hash ^ byte, FNV_PRIME) >>> 0;

/** The last bits of FNV-1a alone are no good hash of short texts; the finaliser of MurmurHash3 spreads all of them. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
