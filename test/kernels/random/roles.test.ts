import { describe, expect, it } from 'vitest';
import * as roles from '../../../kernels/random/roles.ts';

describe('roles', () => {
  it('never share a word of the counter, up to a thousand columns each, and leave the upper half to estimators', () => {
    const words = Object.values(roles).flatMap((role) =>
      typeof role === 'number' ? [role] : Array.from({ length: 1000 }, (_, k) => role(k)),
    );
    expect(new Set(words).size).toBe(words.length);
    expect(words.length).toBeGreaterThan(3000);
    expect(words.every((word) => Number.isInteger(word) && word > 0 && word < 2 ** 31)).toBe(true);
  });
});
