import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawDesign, drawOrders, type Judgements } from '../../../../functions/twins/elicit/design.ts';

const lists = ({ start, persona }: Judgements): number[][] =>
  Array.from({ length: start.length - 1 }, (_, i) => [...persona.slice(start[i], start[i + 1])]);

const size = fc.record({ pairs: fc.integer({ min: 1, max: 30 }), personas: fc.integer({ min: 1, max: 12 }) });

test('each pair is judged by so many different personas', () => {
  fc.assert(
    fc.property(size, fc.nat(), (given, seed) => {
      const count = 1 + (seed % given.personas);
      for (const some of lists(drawDesign({ kind: 'per-pair', count }, given, seed))) {
        expect(new Set(some).size).toBe(count);
        expect(some.every((u) => u < given.personas)).toBe(true);
      }
    }),
    { seed: 5 },
  );
});

test('each persona judges so many different pairs', () => {
  fc.assert(
    fc.property(size, fc.nat(), (given, seed) => {
      const count = 1 + (seed % given.pairs);
      const byPair = lists(drawDesign({ kind: 'per-persona', count }, given, seed));
      for (let u = 0; u < given.personas; u++)
        expect(byPair.filter((some) => some.includes(u))).toHaveLength(count);
      for (const some of byPair) expect(new Set(some).size).toBe(some.length);
    }),
    { seed: 6 },
  );
});

test('a larger design has every judgement of a smaller one', () => {
  const given = { pairs: 40, personas: 9 };
  for (const kind of ['per-pair', 'per-persona'] as const) {
    const small = lists(drawDesign({ kind, count: 2 }, given, 3));
    const large = lists(drawDesign({ kind, count: 5 }, given, 3));
    for (const [i, some] of small.entries()) expect(large[i]).toEqual(expect.arrayContaining(some));
  }
});

/** Chi-square of counts that should be equal. */
const chiSquare = (counts: readonly number[]): number => {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
};

/** The 1 - 1e-6 quantile of chi-square with 6 degrees of freedom: scipy.stats.chi2.isf(1e-6, 6). */
const LIMIT = 38.2583;

test('personas, and orders, are drawn evenly', () => {
  const given = { pairs: 100_000, personas: 7 };
  const { persona } = drawDesign({ kind: 'per-pair', count: 1 }, given, 11);
  const counts = Array.from({ length: 7 }, () => 0);
  for (const u of persona) counts[u]++;
  expect(chiSquare(counts)).toBeLessThan(LIMIT);
  // A persona that is drawn a tenth more often is noticed.
  expect(chiSquare(counts.map((count, u) => (u === 0 ? count * 1.1 : count)))).toBeGreaterThan(
    chiSquare(counts),
  );
  const first = drawOrders(11);
  const share = Array.from(persona, (u, i) => first(i, u)).filter(Boolean).length / 100_000;
  // 4.9 standard errors: a false alarm in a million.
  expect(Math.abs(share - 0.5)).toBeLessThan((4.9 * 0.5) / Math.sqrt(100_000));
});

test('a design is that of its seed', () => {
  const given = { pairs: 50, personas: 10 };
  const draw = (seed: number) => lists(drawDesign({ kind: 'per-pair', count: 2 }, given, seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('more judges than there are is refused with a sentence', () => {
  const given = { pairs: 5, personas: 3 };
  expect(() => drawDesign({ kind: 'per-pair', count: 4 }, given, 1)).toThrow(
    '--per-pair is 4, and there are 3 personas; it may be at most that.',
  );
  expect(() => drawDesign({ kind: 'per-persona', count: 6 }, given, 1)).toThrow(/there are 5 pairs/);
});
