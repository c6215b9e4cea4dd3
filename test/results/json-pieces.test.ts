import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, jsonPieces } from '../../results/json-pieces.ts';

const LISTS = ['cells', 'study.scenarios'];

test('one member a line, and one element a line of the members that are listed', () => {
  const document = {
    a: [1, { b: 2 }],
    study: { name: 'x', scenarios: [{ n: 1 }, { n: 2 }] },
    cells: [],
    none: undefined,
  };
  expect([...jsonPieces(document, LISTS)].join('')).toBe(
    `{
  "a": [1,{"b":2}],
  "study": {
    "name": "x",
    "scenarios": [
      {"n":1},
      {"n":2}
    ]
  },
  "cells": []
}`.replace('[1,{"b":2}]', '[1,{"b":2}]'),
  );
});

test('any document reads back as it was', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('a', 'cells', 'b"', 'ü'), fc.jsonValue()),
      fc.array(fc.jsonValue()),
      (rest, scenarios) => {
        const document = { ...rest, study: { scenarios, name: 'n' } };
        expect(JSON.parse([...jsonPieces(document, LISTS)].join(''))).toEqual(
          JSON.parse(JSON.stringify(document)),
        );
      },
    ),
    { seed: 20251028 },
  );
});

test('bytes are those of the whole text, whatever the pieces', () => {
  const pieces = Array.from({ length: 300 }, (_, i) => 'é'.repeat(i * 40));
  expect(Buffer.from(bytesOf(pieces)).equals(Buffer.from(pieces.join('')))).toBe(true);
});

test('are the same where their number is known to be below something, and refused where it is not', () => {
  const pieces = Array.from({ length: 300 }, (_, i) => 'é'.repeat(i * 40));
  const whole = Buffer.from(pieces.join(''));
  for (const more of [0, 1, 1000]) {
    expect(Buffer.from(bytesOf(pieces, whole.length + more)).equals(whole)).toBe(true);
  }
  expect(() => bytesOf(pieces, whole.length - 1)).toThrow(RangeError);
});
