import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { extent } from './extent.ts';

export type Domain = readonly [number, number];

const LN10 = log(10);
export const log10 = (value: number): number => log(value) / LN10;
const powerOf10 = (value: number): number =>
  Number.isInteger(value) ? Number(`1e${value}`) : exp(value * LN10);

/** Digits a decade may be divided by, from coarse to fine. */
const DIGITS = [
  [1],
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9],
];

/**
 * Round values of a logarithmic axis, at most `most` of them: powers of ten (every second or third one where there
 * are many), else 1-2-5, else finer, whichever first gives three; domain positive.
 */
export function logTicks([low, high]: Domain, most: number): number[] {
  const [first, last] = [Math.floor(log10(low)), Math.ceil(log10(high))];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = (value: number): boolean => value >= low * 0.9999 && value <= high * 1.0001;
  const options = DIGITS.map((digits) =>
    decades.flatMap((k) => digits.map((digit) => Number(`${digit}e${k}`))).filter(inside),
  );
  const fitting = options.filter((ticks) => ticks.length <= most);
  const powers = options[0];
  if (fitting.length === 0) {
    const every = Math.ceil(powers.length / most);
    return powers.filter((_, i) => i % every === 0);
  }
  return fitting.find((ticks) => ticks.length >= 3) ?? fitting[fitting.length - 1];
}

/** Round values of a linear axis, in steps of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function linearTicks([low, high]: Domain, most: number): number[] {
  const raw = (high - low) / most;
  const power = powerOf10(Math.floor(log10(raw)));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= raw) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Decimals at which neighbouring ticks differ. */
export function tickDecimals(ticks: readonly number[]): number {
  const digits = ticks.map((tick) => (String(Number(tick.toPrecision(10))).split('.')[1] ?? '').length);
  return Math.max(0, ...digits);
}

/** The domain of positive values on a logarithmic axis with `pad` of its length, and at least `least` decades, added. */
export function logDomain(
  values: readonly number[],
  { pad, least }: { readonly pad: number; readonly least: number },
): Domain {
  const [low, high] = (extent(values) ?? [1, 10]).map(log10);
  const room = Math.max(pad * (high - low), least);
  return [powerOf10(low - room), powerOf10(high + room)];
}

/** The domain of values on a linear axis with a tenth of its length, and at least `least`, added on both sides. */
export function linearDomain(values: readonly number[], least: number): Domain {
  const [low, high] = extent(values) ?? [0, 1];
  const room = Math.max(0.1 * (high - low), least);
  return [low - room, high + room];
}
