import { describe, expect, it } from 'vitest';
import { pairOutcome } from '../../../functions/data/pair-outcome.ts';
import { choicesIn, comparison } from '../../support/choice-files.ts';

function read(labels: readonly string[], items: readonly [string, string], yes?: string) {
  const codes = Uint32Array.from(labels.keys());
  const column = { kind: 'labels', name: 'winner', codes, labels, missing: { count: 0, first: [] } } as const;
  const { rows, outcome } = pairOutcome(column, { items, yes });
  return labels.map((_, row) => [...outcome][[...rows].indexOf(row)] ?? 'tie');
}

describe('who won a comparison', () => {
  it.each([
    [['1', '0'], ['a_', 'b_'], undefined, [1, 0]],
    [['TRUE', 'False'], ['a_', 'b_'], undefined, [1, 0]],
    [['yes', 'no'], ['a_', 'b_'], undefined, [1, 0]],
    [['1', '-1'], ['a_', 'b_'], undefined, [1, 0]],
    [['1', '-1', '0'], ['a_', 'b_'], undefined, [1, 0, 'tie']],
    [['1', '0', '0.5'], ['a_', 'b_'], undefined, [1, 0, 'tie']],
    [['model_a', 'model_b', 'tie', 'tie (bothbad)'], ['_a', '_b'], undefined, [1, 0, 'tie', 'tie']],
    [['model_a', 'model_b', 'both_bad'], ['a_', 'b_'], undefined, [1, 0, 'tie']],
    [['A', 'B', 'Equal'], ['a_', 'b_'], undefined, [1, 0, 'tie']],
    [['left', 'right', 'same'], ['left_', 'right_'], undefined, [1, 0, 'tie']],
    [['left', 'right'], ['right_', 'left_'], undefined, [0, 1]],
    [['1', '2'], ['1', '2'], undefined, [1, 0]],
    [['first', 'second'], ['x_', 'y_'], undefined, [1, 0]],
    [['gpt', 'llama', 'tie'], ['x_', 'y_'], 'llama', [0, 1, 'tie']],
    [['0', '1'], ['_0', '_1'], '0', [1, 0]],
  ] as const)('%j with --items %j and --yes %s is %j', (labels, items, yes, expected) => {
    expect(read(labels, items, yes)).toEqual(expected);
  });
  it.each([
    [
      ['gpt', 'llama'],
      ['x_', 'y_'],
      undefined,
      /has "gpt" in column winner, row 1; .*--yes gpt or --yes llama/,
    ],
    [['gpt', 'llama', 'vicuna'], ['x_', 'y_'], 'gpt', /has "llama" in column winner, row 2/],
    [['0', '1'], ['_0', '_1'], undefined, /items called 0 and 1, .* write --yes 0 or --yes 1/],
    [['a', 'b'], ['a', 'b'], 'c', /has no "c" in column winner, which --yes names/],
  ] as const)('%j with --items %j and --yes %s is a sentence', (labels, items, yes, message) => {
    expect(() => read(labels, items, yes)).toThrow(message);
  });
});

describe('pairs', () => {
  const text = [
    'who,winner,name_a,name_b,x_a,x_b,note_a',
    'u,tie,p,q,1,2,',
    'v,model_a,p,q,4,1,',
    'u,model_b,q,p,1,9,',
    'v,tie (bothbad),q,p,1,9,',
    'v,model_b,q,p,3,8,',
  ].join('\n');
  const request = {
    format: 'pairs',
    outcome: 'winner',
    items: ['_a', '_b'],
    chooser: 'who',
    without: ['note'],
  } as const;

  it('leave out ties, and columns of text, with a notice each', () => {
    const data = choicesIn(text, request);
    expect(data.names).toEqual(['x']);
    expect([0, 1, 2].map((i) => comparison(data, i))).toEqual([[3], [5], [8]]);
    expect([...data.users!]).toEqual([0, 2, 3]);
    expect(data.notices).toEqual([
      'Left out, since neither item won: 2 of 5 comparisons (winner is "tie", "tie (bothbad)").',
      'Left out, since not all of it is numbers: name (row 1 has "p"). With --categories name each value of name is a feature.',
    ]);
  });
  it('without an outcome were won by the first, as in files of chosen and rejected answers', () => {
    const data = choicesIn('chosen_x,rejected_x\n3,1\n1,5\n2,2.5\n', {
      format: 'pairs',
      items: ['chosen_', 'rejected_'],
    });
    expect([0, 1, 2].map((i) => comparison(data, i))).toEqual([[2], [-4], [-0.5]]);
    expect(data.notices).toEqual([
      'Without --outcome the first item of --items counts as chosen in every row.',
    ]);
  });
  it('never have the outcome of another column as a feature', () => {
    const arena = 'id,winner_a,winner_b,x_a,x_b\n1,1,0,2,1\n2,0,1,2,5\n3,0,1,1,3\n';
    const data = choicesIn(arena, { format: 'pairs', outcome: 'winner_a', items: ['_a', '_b'] });
    expect(data.names).toEqual(['x']);
  });
  it('of ties only are a sentence', () => {
    const ties = 'winner,x_a,x_b\ntie,2,1\ntie,1,3\n';
    expect(() => choicesIn(ties, { format: 'pairs', outcome: 'winner', items: ['_a', '_b'] })).toThrow(
      'has nothing but ties in column winner.',
    );
  });
});
