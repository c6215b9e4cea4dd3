import { describe, expect, it } from 'vitest';
import { choicesIn, comparison, LONG } from '../../support/choice-files.ts';

const BINARY = 'y,a,b\n1,1,2\n0,3,5\n1,-1,4\n0,2,2\n';

describe('single choices', () => {
  it('become rows signed by the outcome, with a constant where that is asked for', () => {
    const data = choicesIn(BINARY, { format: 'binary', outcome: 'y', intercept: true });
    expect(data.names).toEqual(['a', 'b', 'intercept']);
    expect([0, 1, 2, 3].map((i) => comparison(data, i))).toEqual([
      [1, 2, 1],
      [-3, -5, -1],
      [-1, 4, 1],
      [-2, -2, -1],
    ]);
    expect([...data.outcome]).toEqual([1, 0, 1, 0]);
  });
  it('may name their features, in their order', () => {
    const data = choicesIn(BINARY, {
      format: 'binary',
      outcome: 'y',
      intercept: false,
      features: ['b', 'a'],
    });
    expect(comparison(data, 1)).toEqual([-5, -3]);
  });
  it('are centred and divided by the standard deviation with n - 1 when standardised with a constant', () => {
    const data = choicesIn(BINARY, { format: 'binary', outcome: 'y', intercept: true }, true);
    const values = [1, 3, -1, 2];
    const mean = 5 / 4;
    const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 3);
    const signs = [1, -1, 1, -1];
    values.forEach((value, i) => {
      expect(comparison(data, i)[0]).toBeCloseTo((signs[i] * (value - mean)) / sd, 14);
      expect(comparison(data, i)[2]).toBe(signs[i]);
    });
  });
  it('without a constant are divided only, since a shift would change the model', () => {
    const data = choicesIn(BINARY, { format: 'binary', outcome: 'y', intercept: false }, true);
    expect(comparison(data, 0)[0] / comparison(data, 2)[0]).toBe(-1);
  });
  it('are brought together by chooser', () => {
    const text = 'who,y,a,b\nu,1,1,0\nv,0,2,1\nu,0,3,5\n';
    const data = choicesIn(text, { format: 'binary', outcome: 'y', intercept: false, chooser: 'who' });
    expect([0, 1, 2].map((i) => comparison(data, i)[0])).toEqual([1, -3, -2]);
    expect([...(data.users ?? [])]).toEqual([0, 2, 3]);
    expect([...data.outcome]).toEqual([1, 0, 0]);
  });
});

describe('pairs of items', () => {
  const request = { format: 'pairs', outcome: 'first' } as const;
  it('become differences, by beginnings of names', () => {
    const text = 'first,l_a,l_b,r_a,r_b\n1,3,1,1,1\n0,0,2,1,5\n';
    const data = choicesIn(text, { ...request, items: ['l_', 'r_'] });
    expect(data.names).toEqual(['a', 'b']);
    expect([0, 1].map((i) => comparison(data, i))).toEqual([
      [2, 0],
      [1, 3],
    ]);
  });
  it('may differ by the same in every row, as the item that stood first does', () => {
    const text = 'first,l_a,l_place,r_a,r_place\n1,3,1,1,0\n0,0,1,1,0\n1,2,1,5,0\n';
    const data = choicesIn(text, { ...request, items: ['l_', 'r_'] });
    expect([0, 1, 2].map((i) => comparison(data, i)[1])).toEqual([1, -1, 1]);
  });
  it('and by ends of names', () => {
    const text = 'first,a1,b1,a2,b2\ntrue,3,1,1,1\nfalse,0,2,1,5\n';
    const data = choicesIn(text, { ...request, items: ['1', '2'] });
    expect(comparison(data, 1)).toEqual([1, 3]);
  });
  it('need the same features of both items', () => {
    const text = 'first,l_a,l_b,r_a\n1,3,1,1\n';
    expect(() => choicesIn(text, { ...request, items: ['l_', 'r_'] })).toThrow(
      'has "b" for the item "l_" and not for "r_"',
    );
  });
});

describe('the long format', () => {
  const text = [
    'id,task,alt,choice,a,b',
    'u,1,x,0,1,0',
    'u,1,y,1,4,1',
    'u,1,z,0,2,7',
    'v,1,x,1,1,1',
    'v,1,y,0,0,3',
    'u,2,x,1,5,5',
    'u,2,y,0,3,4',
  ];
  it('compares the chosen alternative with each other one, by chooser', () => {
    const data = choicesIn(text.join('\n'), LONG);
    expect([0, 1, 2, 3].map((i) => comparison(data, i))).toEqual([
      [3, 1],
      [2, -6],
      [2, 1],
      [1, -2],
    ]);
    expect([...(data.users ?? [])]).toEqual([0, 3, 4]);
  });
  it('needs neither names of alternatives nor of people: each situation is then of another person', () => {
    const { chooser, alternative, ...situations } = LONG;
    const lines = text.map((line) => line.replace(/^([uv]),/, 'x$1,').replace(/^x(.),(.)/, '$1,$1$2'));
    const data = choicesIn(lines.join('\n'), { ...situations, features: ['a', 'b'] });
    expect(chooser).not.toBe(alternative);
    expect(data.isChooserUnknown).toBe(true);
    expect([...data.users!]).toEqual([...data.situations!]);
    expect([...data.users!]).toEqual([0, 2, 3, 4]);
  });
  it('takes true and false as features, and yes and no as answers', () => {
    const words = text.map((line) =>
      line.replace(/,0,(.),(.)$/, ',no,$1,TRUE').replace(/,1,(.),(.)$/, ',yes,$1,FALSE'),
    );
    const data = choicesIn(words.join('\n'), LONG);
    expect(comparison(data, 0)).toEqual([3, -1]);
    const yes = choicesIn(words.join('\n').replaceAll('yes', 'taken').replaceAll('no', 'left'), {
      ...LONG,
      yes: 'taken',
    });
    expect(comparison(yes, 0)).toEqual([3, -1]);
  });
  it.each([
    ['none', text.with(2, 'u,1,y,0,4,1'), /a situation without a chosen alternative, beginning in row 1;/],
    ['two', text.with(1, 'u,1,x,1,1,0'), /more than one chosen alternative, rows 1 and 2;/],
    ['one alternative', text.slice(0, 6), /situations of one alternative/],
    [
      'an alternative twice',
      text.with(3, 'u,1,y,0,2,7'),
      /the alternative y twice in one situation, rows 2 and 3/,
    ],
  ])('refuses a situation with %s', (_, lines, message) => {
    const cut = lines.length === 6 ? lines.slice(0, 5).concat('v,1,x,1,1,1') : lines;
    const trimmed = lines.length === 6 ? cut.slice(0, 4).concat(cut.slice(5)) : cut;
    expect(() => choicesIn(trimmed.join('\n'), LONG)).toThrow(message);
  });
});
