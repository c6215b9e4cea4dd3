import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../functions/study/canonical-json.ts';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 as the standard prints it', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code unit at every depth', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: 0, B: 3, '10': 4, '9': 5 })).toBe(
      '{"10":4,"9":5,"B":3,"a":0,"b":[{"a":2,"z":1}]}',
    );
  });

  it('reads back as the same value, whatever the order its keys were set in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 20251028, numRuns: 200 },
    );
  });

  it.each([
    ['NaN', { a: [Number.NaN] }, 'value.a[0] is NaN'],
    ['an infinity', Number.POSITIVE_INFINITY, 'value is Infinity'],
    ['undefined', { a: undefined }, 'value.a is undefined'],
    ['a hole in a list', new Array(1), 'value[0] is undefined'],
    ['a bigint', 1n, 'value is bigint'],
    ['a date', { at: new Date(0) }, 'value.at is a Date'],
    ['a typed array', new Float64Array(1), 'value is a Float64Array'],
  ])('refuses %s by its path', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });
});
