import { createHash as nodeHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash, hash } from '../../../../functions/dashboard/playground/browser-crypto.ts';

const expected = (content: string | Uint8Array): string => nodeHash('sha256').update(content).digest('hex');

describe('SHA-256 in a browser', () => {
  it('has the values of FIPS 180-4', () => {
    expect(hash('sha256', 'abc', 'hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hash('sha256', '', 'hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('pads every length up to three blocks as node:crypto does', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (37 * i + length) % 256);
      expect(hash('sha256', bytes, 'hex'), `${length} bytes`).toBe(expected(bytes));
    }
  });

  it('is that of the whole, however it is cut into pieces, views and texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 }),
        fc.string(),
        (pieces, text) => {
          const hashing = createHash('sha256');
          for (const piece of pieces)
            hashing.update(new DataView(piece.buffer, piece.byteOffset, piece.length));
          hashing.update(text);
          const whole = Buffer.concat([...pieces, Buffer.from(text)]);
          expect(hashing.digest('hex')).toBe(expected(whole));
        },
      ),
      { seed: 20251028, numRuns: 200 },
    );
  });

  it('knows no other hash', () => {
    expect(() => createHash('md5')).toThrow(/md5 is not sha256/);
  });
});
