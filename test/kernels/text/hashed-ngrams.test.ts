import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dot } from '../../../kernels/math/vectors.ts';
import { createHashedNgrams } from '../../../kernels/text/hashed-ngrams.ts';
import golden from '../../golden/hashed-ngrams.json' with { type: 'json' };

const encoder = new TextEncoder();
const embedder = (columns: number, seed: number) => {
  const embed = createHashedNgrams(columns, seed);
  return (text: string) => embed(encoder.encode(text));
};

test.each(golden.cases)(
  'The features of "$text", $columns of seed $seed, are those of Python to the bit of float32',
  ({ text, columns, seed, values }) => {
    expect(Array.from(embedder(columns, seed)(text))).toEqual(values.map((value) => Math.fround(value) + 0));
  },
);

test('Capital letters and white space do not matter, order and spelling do', () => {
  const embed = embedder(256, 1);
  expect(embed('Hello,  World\n')).toEqual(embed('hello, world'));
  expect(embed('world hello,')).not.toEqual(embed('hello, world'));
  expect(embed('hello, word')).not.toEqual(embed('hello, world'));
});

test('What was embedded before does not matter', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
  const used = embedder(32, 3);
  fc.assert(
    fc.property(texts, (text) => {
      expect(used(text)).toEqual(embedder(32, 3)(text));
    }),
    { seed: 4, numRuns: 60 },
  );
});

test('Over seeds the product of two texts has the mean of what they share, and a length of 1', () => {
  const seeds = 400;
  const products = Array.from({ length: seeds }, (_, seed) => {
    const embed = embedder(64, seed);
    const [a, b, c] = [embed('the cat sat on the mat'), embed('the cat sat on a rug'), embed('zzz qqq vvv')];
    return [dot(a, a), dot(a, b), dot(a, c)];
  });
  const [square, near, far] = [0, 1, 2].map((k) => {
    const values = products.map((p) => p[k]);
    const mean = values.reduce((x, y) => x + y) / seeds;
    const variance = values.reduce((x, y) => x + (y - mean) ** 2, 0) / (seeds - 1);
    return { mean, mcse: Math.sqrt(variance / seeds) };
  });
  // 4.9 standard errors: a false alarm in a million.
  expect(Math.abs(square.mean - 1)).toBeLessThan(4.9 * square.mcse);
  expect(Math.abs(far.mean)).toBeLessThan(4.9 * far.mcse);
  expect(near.mean).toBeGreaterThan(0.3);
  expect(0.1).toBeGreaterThan(4.9 * square.mcse);
});
