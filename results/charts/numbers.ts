import { PI } from '../../kernels/math/trigonometry.ts';

/** Degrees in a radian. */
export const DEGREES = 180 / PI;

/** An integer with thousands separated by commas: 1,000,000. */
export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** A sample size for narrow drawings: 316, 10k, 1M, 100M. */
export function shortened(value: number): string {
  if (value >= 1e9) return `${trimmed(value / 1e9)}G`;
  if (value >= 1e6) return `${trimmed(value / 1e6)}M`;
  return value >= 1e4 ? `${trimmed(value / 1e3)}k` : grouped(value);
}

/** Three significant digits without trailing zeros. */
const trimmed = (value: number): string => String(Number(value.toPrecision(3)));

/** A typographic minus sign in place of the hyphen. */
export const minus = (text: string): string => text.replace(/-/g, '\u2212');

/** Two significant digits, as a reader would say it: 2,187 becomes 2,200. */
export const rounded = (value: number): number => Number(value.toPrecision(2));
