import { type Arena, loadSample, type Sample, sampleIndex } from '../../arena.ts';
import { comparisonsFromRows } from '../../comparisons.ts';
import { norm } from '../../math/vectors.ts';
import type { OwnRandom } from '../../random/own-random.ts';
import { maximiseOnGreatCircle } from '../great-circle.ts';
import { rlhf } from '../rlhf.ts';
import { axisDirection, type Chart, VERTEX_BITS, vertexDirection } from './chart.ts';
import { scaledToUnit, shifted } from './dyadic.ts';
import { primitiveVector } from './exact-rows.ts';
import { exactDot } from './signs.ts';

/** What a quick search may use. */
export interface QuickSearch {
  readonly random: OwnRandom;
  readonly outOfTime: () => boolean;
}

/**
 * A search for good directions, without a proof: along great circles from the logistic fit, with restarts. It moves in the
 * chart's coordinates (V, c), where columns are centred and alike in scale; their sample stays in the arena.
 */
export interface Climb {
  /** The best direction after `circles` more great circles. */
  further(circles: number): readonly bigint[];
  /** Great circles swept so far. */
  swept(): number;
}

/** Null where float64 does not hold the chart's coordinates. */
export function createClimb(chart: Chart, arena: Arena, quick: QuickSearch): Climb | null {
  const sample = chartSample(chart, arena);
  if (sample === null) return null;
  const walk = createWalk(sample, quick);
  return { further: (circles) => inTheta(chart, walk.further(circles)), swept: walk.swept };
}

/** Weights up to this total are copies of a row; beyond it each row stands once. */
const MOST_ROWS = 200_000;

/** The rows in the chart's coordinates; null where float64 does not hold them. */
function chartSample(chart: Chart, arena: Arena): Sample | null {
  const { q, rows, features, signs, axis } = chart;
  const sizes = scaledToUnit(Array.from({ length: rows.n }, (_, i) => exactDot(rows, i, axis)));
  const middle = sizes.map(Math.abs).sort()[rows.n >> 1];
  const total = rows.weights.reduce((sum, w) => sum + w, 0);
  const values: number[] = [];
  let n = 0;
  for (let i = 0; i < rows.n; i++) {
    const size = Math.abs(sizes[i]) / middle;
    const row = [...features.subarray(i * q, i * q + q), signs[i]].map((v) => v * size);
    if (!row.every(Number.isFinite)) return null;
    for (let copies = total > MOST_ROWS ? 1 : rows.weights[i]; copies > 0; copies--, n++) values.push(...row);
  }
  return loadSample(arena, comparisonsFromRows(values, n, q + 1));
}

/** Without a better direction on so many great circles a coordinate, the search starts again elsewhere. */
const PATIENCE = 8;
/** How far from the best unit vector it starts again, by turns: near it, since the best cells lie close together, and far. */
const AWAY = [0.5, 0.1];

interface Place {
  readonly direction: Float64Array;
  readonly score: number;
}

interface Walk {
  further(circles: number): Float64Array;
  swept(): number;
}

function createWalk(sample: Sample, { random, outOfTime }: QuickSearch): Walk {
  const { d } = sample;
  let here: Place = { direction: startOf(sample), score: Number.NEGATIVE_INFINITY };
  let best = here;
  let idle = 0;
  let swept = 0;
  let restarts = 0;
  const sweep = (): void => {
    const moved = along(sample, here.direction, random.direction(2 * swept, d));
    idle = moved.score > here.score ? 0 : idle + 1;
    // On a plateau it moves on, to other parts of the best set.
    if (moved.score >= here.score) here = moved;
    if (here.score > best.score) best = here;
    if (idle >= PATIENCE * d) {
      const away = random.direction(2 * swept + 1, d);
      const size = AWAY[restarts++ % AWAY.length];
      here = { direction: best.direction.map((v, j) => v + size * away[j]), score: Number.NEGATIVE_INFINITY };
      idle = 0;
    }
    swept++;
  };
  return {
    further(circles) {
      for (let k = 0; k < circles && !outOfTime(); k++) sweep();
      return best.direction;
    },
    swept: () => swept,
  };
}

function along(sample: Sample, direction: Float64Array, tangent: Float64Array): Place {
  const found = maximiseOnGreatCircle(sample, direction, tangent);
  return { direction: found.direction, score: found.best };
}

/** The logistic fit; without one, the mean of the rows; without that, the axis. */
function startOf(sample: Sample): Float64Array {
  const logit = rlhf(sample);
  if (logit.status === 'ok') return logit.direction;
  const { arena, n, d, blocks, z } = sample;
  const data = arena.backend.f64(z, 8 * blocks * d);
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += data[sampleIndex(i, j, d)] / n;
  return norm(mean) > 0 ? mean : mean.fill(1, d - 1);
}

/** (V, c) in the coordinates of theta, its coordinates rounded to 2^-VERTEX_BITS of the largest. */
function inTheta(chart: Chart, point: Float64Array): readonly bigint[] {
  const largest = point.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const rounded = point.map((v) => Math.round((v / largest) * FINE) / FINE);
  const c = shifted(rounded[chart.q], VERTEX_BITS);
  const slopes = vertexDirection(chart, rounded.subarray(0, chart.q));
  const unit = axisDirection(chart);
  return primitiveVector(slopes.map((v, j) => v + ((unit[j] * c) >> BigInt(VERTEX_BITS))));
}

/** 2^VERTEX_BITS. */
const FINE = 4_503_599_627_370_496;
