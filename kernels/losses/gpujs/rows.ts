import type { BlockSource } from '../../comparisons.ts';
import { type DeviceValue, release } from './adapter.ts';
import type { Card } from './card.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Steps } from './steps.ts';

/** Rows on the card, segment by segment. */
export interface DeviceRows {
  /** Rows that are not padding. */
  readonly count: number;
  readonly layout: Layout;
  readonly segments: Segment[];
}

/** Planes of `lines` x `chunks` rows: one a column of the features, and one of the weights. */
export interface Segment {
  readonly z: DeviceValue;
  readonly weights: DeviceValue;
}

const LANES = 8;

/** Copies rows to the card. A feature too large for float32 is a RangeError. */
export function* loadRows(
  card: Card,
  source: BlockSource,
  weights: Float32Array | undefined,
): Steps<DeviceRows> {
  const layout = layoutOf(source.n, source.d);
  const segments: Segment[] = [];
  for (let s = 0; s < layout.segments; s++) {
    const z = yield* resident(card, featuresOf(source, layout, s), layout);
    segments.push({ z, weights: yield* resident(card, weightsOf(source.n, weights, layout, s), layout) });
  }
  return { count: source.n, layout, segments };
}

/** Replaces the weights. */
export function* reweighRows(
  card: Card,
  { count, layout, segments }: DeviceRows,
  weights: Float32Array,
): Steps<void> {
  for (const [s, { z, weights: before }] of segments.entries()) {
    segments[s] = { z, weights: yield* resident(card, weightsOf(count, weights, layout, s), layout) };
    release(before);
  }
}

export function releaseRows({ segments }: DeviceRows): void {
  for (const { z, weights } of segments) {
    release(z);
    release(weights);
  }
}

/** Planes that stay on the card; without a card, the array itself. */
function* resident({ device, upload }: Card, values: Float32Array, layout: Layout): Steps<DeviceValue> {
  const planes = values.length / layout.rowsPerSegment;
  const given = device.array(values, [layout.chunks, layout.lines, planes]);
  if (device.mode === 'cpu' || device.mode === 'webasm') return given;
  return yield upload(layout, planes)(given);
}

function featuresOf(source: BlockSource, { d, rowsPerSegment }: Layout, segment: number): Float32Array {
  const values = new Float32Array(d * rowsPerSegment);
  const first = (segment * rowsPerSegment) / LANES;
  const count = Math.min(rowsPerSegment / LANES, Math.ceil(source.n / LANES) - first);
  for (let b = 0; b < count; b++) {
    const block = source.blocks(first + b, 1);
    for (let q = 0; q < LANES * d; q++) {
      const value = Math.fround(block[q]);
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `gpujs: row ${(first + b) * LANES + (q % LANES)}, column ${Math.floor(q / LANES)} is ${block[q]}, ` +
            'not a finite number in float32',
        );
      }
      values[Math.floor(q / LANES) * rowsPerSegment + b * LANES + (q % LANES)] = value;
    }
  }
  return values;
}

function weightsOf(
  n: number,
  weights: Float32Array | undefined,
  { rowsPerSegment }: Layout,
  segment: number,
): Float32Array {
  const first = segment * rowsPerSegment;
  const end = Math.min(n, first + rowsPerSegment);
  const values = new Float32Array(rowsPerSegment);
  if (weights === undefined) values.fill(1, 0, Math.max(0, end - first));
  else values.set(weights.subarray(first, end));
  return values;
}
