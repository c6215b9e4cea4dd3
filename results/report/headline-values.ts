import { RLHF, SIGN } from '../charts/drawing.ts';
import type { Shown } from '../charts/main-measure.ts';

/** A value of the main measure in a sentence: one decimal, or two significant digits where it is small. */
export const valueWords = (value: number, { unit }: Pick<Shown, 'unit'>): string =>
  `${value >= 1 ? value.toFixed(1) : value.toPrecision(2)}${unit}`;

/** The class of a colour token: `sign`, `rlhf` or `ink`. */
export const colourClass = (colour: string): string =>
  colour === SIGN ? 'sign' : colour === RLHF ? 'rlhf' : 'ink';
