import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import { choiceSampler } from '../../../kernels/populations/choice-sampler.ts';
import type { ChoiceLaw } from '../../../kernels/populations/population.ts';
import { JUDGEMENT_ROLE } from '../../../kernels/random/roles.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import golden from '../../golden/choice-probabilities.json' with { type: 'json' };

/** Two-sided normal quantile at a false-alarm rate of 1e-6. */
const Z = 4.8916;
const BLOCKS = 50_000;
const ROWS = 8 * BLOCKS;

/** How often the first item is chosen, of ROWS answers to the same x with the taste x . beta = t. */
function shareOfFirst(choice: ChoiceLaw, x: readonly number[], t: number): number {
  const arena = createArena(createWasmBackend());
  const { backend } = arena;
  const d = x.length;
  const [rows, tastes, unused, uniforms] = [ROWS * d, ROWS, ROWS, ROWS].map((size) => arena.f64(size));
  const features = { law: 'gaussian', dimension: d, covariance: null } as const;
  const choose = choiceSampler(arena, { users: { law: 'point', mean: x }, features, choice }, BLOCKS);
  const streamOf = (role: number) => ({ key0: 20251028, key1: 11, role, replicate: 0 });
  const view = backend.f64(rows, ROWS * d);
  for (let i = 0; i < view.length; i++) view[i] = x[(i >> 3) % d];
  backend.f64(tastes, ROWS).fill(t);
  backend.uniformPair(unused, uniforms, BLOCKS, streamOf(JUDGEMENT_ROLE), 0);
  choose({ x: rows, row: 0, blocks: BLOCKS }, tastes, uniforms, streamOf);
  const after = backend.f64(rows, ROWS * d);
  let first = 0;
  let second = 0;
  for (let row = 0; row < ROWS; row++) {
    const at = (row >> 3) * 8 * d + (row & 7);
    if (x.every((value, j) => after[at + 8 * j] === value)) first++;
    if (x.every((value, j) => after[at + 8 * j] === -value)) second++;
  }
  expect(first + second).toBe(ROWS);
  return first / ROWS;
}

/** Whether a share of ROWS answers is one that probability p gives but once in 10^6 cases. */
const isFar = (share: number, p: number): boolean =>
  Math.abs(share - p) > Z * Math.sqrt((share * (1 - share)) / ROWS);

describe('the share of first choices at a fixed x', () => {
  for (const { name, choice, probabilities } of golden.laws) {
    it(`is that of scipy's distribution function: ${name}`, () => {
      golden.rows.forEach((x, i) => {
        const t = x[0] * golden.beta[0] + x[1] * golden.beta[1];
        const share = shareOfFirst(choice as ChoiceLaw, x, t);
        expect(isFar(share, probabilities[i]), `x = (${x.join(', ')})`).toBe(false);
        // The twin: the same law, the rarer answer a tenth more or less frequent.
        const rarer = Math.min(probabilities[i], 1 - probabilities[i]);
        expect(isFar(share, probabilities[i] + 0.1 * rarer)).toBe(true);
        expect(isFar(share, probabilities[i] - 0.1 * rarer)).toBe(true);
      });
    }, 30_000);
  }
});

describe('choices without noise', () => {
  const sure = { law: 'heteroskedastic', base: 'probit', along: [1, 1], polynomial: [0] } as const;
  it('follow the sign of x . beta, and take the first item at 0', () => {
    expect([1e-300, 0, -0, 5].map((t) => shareOfFirst(sure, [1, 2], t))).toEqual([1, 1, 1, 1]);
    expect([-1e-300, -5].map((t) => shareOfFirst(sure, [1, 2], t))).toEqual([0, 0]);
    const logit = { ...sure, base: 'logit' } as const;
    expect([0, 1e-300].map((t) => shareOfFirst(logit, [1, 2], t))).toEqual([1, 1]);
    expect(shareOfFirst(logit, [1, 2], -1e-300)).toBe(0);
  });
  it('are those where the polynomial vanishes at x only', () => {
    const vanishing = { ...sure, polynomial: [-3, 1] } as const;
    expect(shareOfFirst(vanishing, [1, 2], -1e-9)).toBe(0);
    expect(isFar(shareOfFirst(vanishing, [1, 1], -1e-9), 0.5)).toBe(false);
  });
});

describe('laws that are the same noise', () => {
  it('make the same choices: logit, a logistic law of scale 1, a polynomial 1 or -1', () => {
    const base = { law: 'heteroskedastic', base: 'logit', along: [1, 1] } as const;
    const laws: ChoiceLaw[] = [
      { law: 'logistic', scale: 1 },
      { ...base, polynomial: [1] },
      { ...base, polynomial: [-1] },
    ];
    const expected = shareOfFirst('logit', [1, 2], 0.3);
    expect(laws.map((law) => shareOfFirst(law, [1, 2], 0.3))).toEqual([expected, expected, expected]);
  });
});
