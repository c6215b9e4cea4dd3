import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRecordContent, RecordContent } from '../../results/record-content.ts';

const SOUND = {
  key: 'a',
  mechanism: 'b',
  estimator: { kind: 'sign', solver: 'exact' },
  revision: 1,
  numerics: 'f64',
  n: 10,
  block: 0,
  first: 0,
  size: 2,
  statuses: ['ok', 'separable'],
  directions: [
    [0.6, 0.8],
    [null, null],
  ],
  scores: [0.5, null],
  evaluations: [1, 2],
  diagnostics: { arcs: [1, null] },
};

test('a sound content is recognised', () => {
  expect(isRecordContent(SOUND)).toBe(true);
  expect(RecordContent.safeParse(SOUND).success).toBe(true);
});

test('what the schema refuses is not recognised, and what it accepts is', () => {
  const key = fc.constantFrom(...Object.keys(SOUND), 'extra', '__proto__x');
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      'ok',
      ['ok'],
      ['no'],
      [['ok']],
      [[1]],
      [[1], [null]],
      [null],
      [],
      {},
      { a: [1] },
      { a: ['x'] },
      [true],
    ),
  );
  let refused = 0;
  fc.assert(
    fc.property(key, value, fc.boolean(), (name, other, remove) => {
      const { [name as keyof typeof SOUND]: _, ...rest } = SOUND;
      const content: unknown = JSON.parse(JSON.stringify(remove ? rest : { ...SOUND, [name]: other }));
      const sound = RecordContent.safeParse(content).success;
      if (!sound) refused++;
      expect(isRecordContent(content)).toBe(sound);
    }),
    { seed: 20251028, numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
});
