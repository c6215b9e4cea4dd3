import type { Stream } from '../backend.ts';
import { expInRange } from '../math/exp.ts';
import { logInRange } from '../math/log.ts';
import { drawRow, type Memory, pair, placePoint } from './draw.ts';

/** From here on the rejection rule is a series; see the vector kernel. */
const SERIES_FROM = 1048576;

/** What all variates of one shape share; the same operations as in the vector kernel. */
interface Setting {
  readonly shape: number;
  readonly core: number;
  readonly slope: number;
  readonly standard: boolean;
}

/** `standard` makes (G - shape) / sqrt(shape) of G ~ Gamma(shape, 1). */
export function gamma(
  m: Memory,
  dst: number,
  blocks: number,
  shape: number,
  standard: boolean,
  stream: Stream,
  index: number,
): void {
  const core = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const setting = { shape, core, slope: 1 / Math.sqrt(9 * core), standard };
  for (let row = 0; row < 8 * blocks; row++) m[dst / 8 + row] = variate(setting, stream, index + row);
}

/** Marsaglia and Tsang's rejection. */
function variate(setting: Setting, stream: Stream, index: number): number {
  for (let attempt = 0; ; attempt += 2) {
    drawRow(stream, index, attempt);
    placePoint(Math.sqrt(-logInRange(pair[1])));
    const x = pair[0];
    drawRow(stream, index, attempt + 1);
    const y = setting.slope * x;
    if (accepted(x, y, pair[0], setting.core)) return finished(setting, x, y, pair[1]);
  }
}

function accepted(x: number, y: number, u: number, core: number): boolean {
  const square = x * x;
  if (u < 1 - 0.0331 * (square * square)) return true;
  return y > -1 && logInRange(u) < exponent(y, core);
}

function exponent(y: number, core: number): number {
  const y2 = y * y;
  const remainder =
    core < SERIES_FROM ? logInRange(1 + y) - (y - y2 * (0.5 - y / 3)) : y2 * y2 * (y * (0.2 - y / 6) - 0.25);
  return 3 * core * remainder;
}

function finished({ shape, core, standard }: Setting, x: number, y: number, boost: number): number {
  if (standard && shape >= 1) {
    return (x * (1 + y * (1 + y / 3)) * Math.sqrt(core) - 1 / 3) / Math.sqrt(shape);
  }
  const v = 1 + y;
  let value = v * v * v * core;
  if (shape < 1) value *= expInRange(Math.max(logInRange(boost) / shape, -700));
  return standard ? (value - shape) / Math.sqrt(shape) : value;
}
