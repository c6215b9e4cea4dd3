import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULTS,
  parseSettings,
  settingsQuery,
} from '../../../../functions/dashboard/playground/settings.ts';

const parse = (query: string) => parseSettings(new URLSearchParams(query));

describe('the settings of a playground', () => {
  it('are the defaults where the address is silent or no number', () => {
    expect(parse('')).toEqual(DEFAULTS);
    expect(parse('x1=&n=many&c=NaN&seed=Infinity&on=cuda')).toEqual(DEFAULTS);
  });

  it('are moved into their ranges', () => {
    const found = parse('x1=99&y1=-99&w1=-5&c=0&n=1e99&replicates=-3&seed=-1');
    expect(found.types[0]).toEqual({ x: 4.5, y: -4.5, share: 0 });
    expect(found).toMatchObject({ confidence: 0.1, n: 100_000, replicates: 10, seed: 0 });
  });

  it('survive their address, whatever it was, and have no minus zero', () => {
    const text = fc.oneof(fc.double().map(String), fc.integer().map(String), fc.string());
    const names = ['x1', 'y2', 'w3', 'c', 'n', 'replicates', 'seed', 'on'];
    const query = fc.dictionary(fc.constantFrom(...names), text);
    fc.assert(
      fc.property(query, (pairs) => {
        const found = parseSettings(new URLSearchParams(pairs));
        expect(parse(settingsQuery(found))).toEqual(found);
        for (const { x, y } of found.types) expect(Object.is(x, -0) || Object.is(y, -0)).toBe(false);
        expect(Number.isInteger(found.n) && found.n >= 30 && found.n <= 100_000).toBe(true);
        expect(Number.isSafeInteger(found.seed)).toBe(true);
      }),
      { seed: 20251028, numRuns: 300 },
    );
    expect(Object.is(parse('x1=-0.0001').types[0].x, 0)).toBe(true);
  });
});
