import { TwinsError } from './twins-error.ts';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** The name of one data set of twins in a store. Throws TwinsError for what cannot be one. */
export function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw new TwinsError(
    `--name is ${JSON.stringify(name.slice(0, 60))}; allowed are up to 100 letters, digits, points, _ and -, not beginning with a point.`,
  );
}

/** Where a file of a data set lives, for instance `twins/hh/pairs.json`. */
export const twinsKey = (name: string, file: string): string => `twins/${checkedName(name)}/${file}`;

/** Where part `index`, from 0, of a data set's `pairs`, `personas`, `features` or `labels` lives. */
export const partKey = (name: string, what: string, { index, ending }: PartName): string =>
  twinsKey(name, `${what}/${String(index).padStart(5, '0')}.${ending}`);

interface PartName {
  readonly index: number;
  readonly ending: string;
}
