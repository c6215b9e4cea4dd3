/** Round constants of SHA-256: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = Uint32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 ' +
    'e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 ' +
    '27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 ' +
    '19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  )
    .split(' ')
    .map((word) => Number.parseInt(word, 16)),
);
const INITIAL = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const BLOCK = 64;

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** SHA-256 that takes its bytes piece by piece. */
interface Sha256 {
  update(bytes: Uint8Array): void;
  /** 64 lower-case hexadecimal digits. */
  hex(): string;
}

/**
 * SHA-256 at once, where there is no `node:crypto`: browsers have it later only, and names of cells and data are asked for at once.
 *
 * Source: FIPS 180-4, section 6.2.
 */
export function createSha256(): Sha256 {
  const state = Uint32Array.from(INITIAL);
  const words = new Uint32Array(64);
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  let filled = 0;
  let length = 0;
  const take = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length; ) {
      const count = Math.min(BLOCK - filled, bytes.length - from);
      block.set(bytes.subarray(from, from + count), filled);
      filled += count;
      from += count;
      if (filled < BLOCK) return;
      for (let i = 0; i < 16; i++) words[i] = view.getUint32(4 * i);
      compress(state, words);
      filled = 0;
    }
  };
  return {
    update(bytes) {
      length += bytes.length;
      take(bytes);
    },
    hex() {
      take(padding(filled, length));
      return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
}

/** A one, zeros, and the length in bits, up to the end of a block. */
function padding(filled: number, length: number): Uint8Array {
  const bytes = new Uint8Array((filled < 56 ? 64 : 128) - filled);
  bytes[0] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(bytes.length - 4, (length << 3) >>> 0);
  return bytes;
}

/** One block: its 16 words are the first of `w`. */
function compress(state: Uint32Array, w: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const [a, b] = [w[i - 15], w[i - 2]];
    w[i] =
      w[i - 16] +
      (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) +
      w[i - 7] +
      (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] += value;
  });
}
