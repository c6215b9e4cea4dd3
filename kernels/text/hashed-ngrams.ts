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

/**
 * Hashed n-gram features with a random projection: bytes of UTF-8 in, a vector of `columns` float32 out.
 *
 * The n-grams are words, pairs of neighbouring words, and runs of three and four bytes within a word and its two ends. A word is a run of ASCII letters
 * (small and capital alike), digits, apostrophes and bytes from 128 on, so that no table of characters, which differs between machines, is asked; any other byte but
 * white space is a word of its own. Each n-gram is hashed (FNV-1a, 32 bits, with a last mix) to one of 2^18 buckets b with count c_b, and
 *
 *   e = sum_b sqrt(c_b) s_b / sqrt(columns * sum_b c_b),
 *
 * where s_b is a row of fair signs, Philox words at counter (b, block, 0, 0) under the key (seed, 0x6e6772): |e| is near 1 whatever the length of the text, and
 * zero for a text without words. Sums are taken in the order of b's first appearance.
 *
 * Source: Weinberger et al. (2009), "Feature hashing for large scale multitask learning"; Achlioptas (2003), "Database-friendly random projections".
 */
export function createHashedNgrams(columns: number, seed: number): (utf8: Uint8Array) => Float32Array {
  const signs = signRows(columns, seed);
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
      addSigned(sums, Math.sqrt(counts[bucket]), signs(bucket));
      counts[bucket] = 0;
    }
    seen.length = 0;
    return total === 0
      ? new Float32Array(columns)
      : Float32Array.from(sums, (sum) => sum / Math.sqrt(columns * total));
  };
}

function addSigned(sums: Float64Array, weight: number, row: Uint32Array): void {
  for (let j = 0; j < sums.length; j++) {
    sums[j] += (row[j >>> 5] >>> (j & 31)) & 1 ? weight : -weight;
  }
}

/** Rows of signs, a bit a column, made when a bucket is first asked for. */
function signRows(columns: number, seed: number): (bucket: number) => Uint32Array {
  const words = Math.ceil(columns / 32);
  const table = new Uint32Array(BUCKETS * words);
  const known = new Uint8Array(BUCKETS);
  const four = new Uint32Array(4);
  return (bucket) => {
    const row = table.subarray(bucket * words, (bucket + 1) * words);
    if (known[bucket] === 1) return row;
    known[bucket] = 1;
    for (let first = 0; first < words; first += 4) {
      philox4x32([bucket, first / 4, 0, 0], [seed >>> 0, PROJECTION_KEY], four);
      row.set(four.subarray(0, Math.min(4, words - first)), first);
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
