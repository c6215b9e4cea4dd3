import { InvalidArgumentError } from 'commander';

/** Parses a whole number in a range. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
  };

/** Parses whole numbers with commas between. */
export const wholeNumbers =
  (least: number, most: number) =>
  (text: string): readonly number[] =>
    text.split(',').map(wholeNumber(least, most));
