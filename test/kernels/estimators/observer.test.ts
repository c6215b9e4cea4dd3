import { expect, test } from 'vitest';
import { createEngine } from '../../../functions/study/engine.ts';
import { estimatorOf } from '../../../functions/study/estimators/registry.ts';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { loadSample, type Sample } from '../../../kernels/arena.ts';
import { comparisonsFromRows } from '../../../kernels/comparisons.ts';
import type { FitStep } from '../../../kernels/estimators/fit.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { RLHF, SIGN, TWO_TYPES } from '../../support/studies.ts';

const ANNEAL: EstimatorSpec = { id: 'anneal', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 40 };

function drawn(n: number): {
  readonly sample: Sample;
  readonly rows: readonly (readonly [number, number])[];
} {
  const engine = createEngine('js');
  const { sample, draw } = createSampler(engine, TWO_TYPES, n);
  draw([1, 2], 3);
  const z = engine.backend.f64(sample.z, 16 * sample.blocks);
  const rows = Array.from({ length: n }, (_, i): [number, number] => {
    const at = (i >> 3) * 16 + (i & 7);
    return [z[at], z[at + 8]];
  });
  return { sample, rows };
}

function observed(spec: EstimatorSpec, sample: Sample) {
  const steps: FitStep[] = [];
  const fit = estimatorOf(spec).fit(sample, { onStep: (step) => steps.push(step) });
  return { fit, steps };
}

test.each([
  SIGN,
  RLHF,
  ANNEAL,
  { ...RLHF, normalise: 'first' as const },
  { ...SIGN, normalise: 'first' as const },
])('a fit of $id gives the same bits with and without an observer, who sees its steps', (spec) => {
  for (const n of [5, 100, 40_000]) {
    const { sample } = drawn(n);
    const { fit, steps } = observed(spec, sample);
    expect(fit).toEqual(estimatorOf(spec).fit(sample));
    expect(steps.length).toBeGreaterThan(0);
  }
});

test("rlhf's steps have the mean loss and the length of its gradient, which Newton's method brings down", () => {
  const { sample, rows } = drawn(100);
  const { fit, steps } = observed(RLHF, sample);
  expect(steps[0]).toMatchObject({ rows: 100, norm: 0 });
  expect(steps[0].objective).toBeCloseTo(Math.log(2), 14);
  const [g1, g2] = [0, 1].map((j) => rows.reduce((sum, z) => sum + z[j] / 2, 0) / 100);
  expect(steps[0].gradient).toBeCloseTo(Math.hypot(g1, g2), 12);
  for (let i = 1; i < steps.length; i++) {
    expect(steps[i].objective).toBeLessThan(steps[i - 1].objective);
    expect(steps[i].gradient).toBeLessThan(steps[i - 1].gradient);
  }
  const theta = fit.direction.map((value) => value * fit.diagnostics.norm);
  const loss =
    rows.reduce((sum, [a, b]) => sum + Math.log1p(Math.exp(-(a * theta[0] + b * theta[1]))), 0) / 100;
  expect(steps[steps.length - 1].objective).toBeCloseTo(loss, 10);
});

test('rlhf starts on part of the rows where there are many, and ends on all', () => {
  const { steps } = observed(RLHF, drawn(40_000).sample);
  expect(steps[0].rows).toBe(Math.ceil(5000 / 32) * 8);
  expect(steps[steps.length - 1].rows).toBe(40_000);
});

test('the anneal takes its steps along the temperatures asked for, and its last is that of the diagnostics', () => {
  const { sample, rows } = drawn(300);
  const { fit, steps } = observed(ANNEAL, sample);
  expect(steps).toHaveLength(40);
  expect([steps[0].lambda, steps[39].lambda]).toEqual([1, 15]);
  const { objective, gradient } = fit.diagnostics;
  expect(steps[39]).toMatchObject({ objective, gradient });
  const [a, b] = [0, 1].map((j) => rows.reduce((sum, z) => sum + z[j], 0));
  const start = [a / Math.hypot(a, b), b / Math.hypot(a, b)];
  const value = rows.reduce((sum, z) => sum + Math.tanh((z[0] * start[0] + z[1] * start[1]) / 2), 0) / 300;
  expect(steps[0].objective).toBeCloseTo(value, 12);
});

test('the exact sweep reports the best score even where the fit is degenerate', () => {
  const sample = loadSample(createEngine('js'), comparisonsFromRows([1, 2, -1, -2], 2, 2));
  const { fit, steps } = observed(SIGN, sample);
  expect(fit.status).toBe('degenerate');
  expect(steps[0].objective).toBe(0);
});
