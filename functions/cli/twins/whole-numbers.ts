import { wholeNumber } from './model-flags.ts';

/** Parses whole numbers with commas between. */
export const wholeNumbers =
  (least: number, most: number) =>
  (text: string): readonly number[] =>
    text.split(',').map(wholeNumber(least, most));
