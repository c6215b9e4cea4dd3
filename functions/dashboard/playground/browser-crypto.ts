import { createSha256 } from './sha256.ts';

/** What this program uses of `node:crypto`, for bundles that run in a browser: SHA-256 in hexadecimal digits, nothing else. */
export function createHash(algorithm: string): Hashing {
  if (algorithm !== 'sha256') throw new RangeError(`createHash: ${algorithm} is not sha256`);
  const sha256 = createSha256();
  const hashing: Hashing = {
    update(content) {
      sha256.update(bytesOf(content));
      return hashing;
    },
    digest: (_: 'hex') => sha256.hex(),
  };
  return hashing;
}

export const hash = (algorithm: string, content: string | Uint8Array | DataView, _: 'hex'): string =>
  createHash(algorithm).update(content).digest('hex');

interface Hashing {
  update(content: string | Uint8Array | DataView): Hashing;
  digest(encoding: 'hex'): string;
}

function bytesOf(content: string | Uint8Array | DataView): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}
