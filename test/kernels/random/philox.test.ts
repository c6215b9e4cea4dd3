import { describe, expect, it } from 'vitest';
import { openUniform, philox4x32 } from '../../../kernels/random/philox.ts';
import golden from '../../golden/philox.json' with { type: 'json' };

const words = (values: readonly number[]): [number, number, number, number] => [
  values[0],
  values[1],
  values[2],
  values[3],
];

describe('philox4x32', () => {
  it.each(golden.cases)('gives the known words for counter $counter', ({ counter, key, words: expected }) => {
    const out = new Uint32Array(4);
    philox4x32(words(counter), [key[0], key[1]], out);
    expect([...out]).toEqual(expected);
  });
});

describe('openUniform', () => {
  it('stays strictly inside (0, 1) at both ends', () => {
    expect(openUniform(0, 0)).toBe(2 ** -53);
    expect(openUniform(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  });
  it('reads the high word first', () => {
    expect(openUniform(0, 0x80000000)).toBe(0.5 + 2 ** -53);
  });
});
