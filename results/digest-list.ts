/** SHA-256 of the records of consecutive blocks; null where one is missing. */
export interface Digests {
  /** Of blocks, from 0. */
  readonly count: number;
  /** Hexadecimal. */
  at(block: number): string | null;
}

/** Digests that come block by block, in any order. */
export interface DigestList {
  has(block: number): boolean;
  set(block: number, digest: string): void;
  /** A copy of the first. */
  first(count: number): Digests;
}

const BYTES = 32;

/** Digests in 33 bytes each: texts of them would take 90. */
export function createDigestList(): DigestList {
  let bytes = new Uint8Array(0);
  let present = new Uint8Array(0);

  function reach(blocks: number): void {
    if (blocks <= present.length) return;
    const room = Math.max(blocks, 2 * present.length);
    bytes = longer(bytes, BYTES * room);
    present = longer(present, room);
  }

  return {
    has: (block) => present[block] === 1,
    set(block, digest) {
      reach(block + 1);
      bytes.set(Buffer.from(digest, 'hex'), BYTES * block);
      present[block] = 1;
    },
    first(count) {
      const [own, there] = [bytes.slice(0, BYTES * count), present.slice(0, count)];
      const at = (block: number): string | null =>
        there[block] === 1 ? Buffer.from(own.buffer, BYTES * block, BYTES).toString('hex') : null;
      return { count, at };
    },
  };
}

function longer(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length);
  grown.set(bytes);
  return grown;
}
