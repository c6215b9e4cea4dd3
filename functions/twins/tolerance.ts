import type { ImportProblem } from './pairs-file.ts';
import { TwinsError } from './twins-error.ts';

/** How many records of a file may be skipped: a share of them, or so many. */
export type Tolerance = { readonly share: number; readonly atLeast?: number } | { readonly count: number };

/** 1 %, and of short files, of which one line is more than that, up to ten lines but no more than half of them. */
export const USUAL_TOLERANCE: Tolerance = { share: 0.01, atLeast: 10 };

const PROBLEMS_KEPT = 100;
const PROBLEMS_SAID = 5;
/** After so many problems, a file most of whose records have one is not read to its end. */
const HOPELESS = 10_000;

/** Whether so many of the records of a file may be skipped. */
export function isTolerated(skipped: number, records: number, tolerance: Tolerance): boolean {
  if ('count' in tolerance) return skipped <= tolerance.count;
  return skipped <= Math.max(tolerance.share * records, Math.min(tolerance.atLeast ?? 0, records / 2));
}

/** Counts records and what is wrong with them, and refuses a file of which too many cannot be used. */
export interface Tally {
  /** Counts a record that can be used. */
  good(): void;
  bad(line: number, reason: string): void;
  readonly records: number;
  readonly skipped: number;
  /** The first hundred. */
  readonly problems: readonly ImportProblem[];
  /** Throws TwinsError where more were skipped than tolerated. */
  settle(): void;
}

/** @param path the file, as it is called in the sentence. @param what a record is called there, for instance `lines`. */
export function tallyOf(path: string, what: string, tolerance: Tolerance): Tally {
  const problems: ImportProblem[] = [];
  let records = 0;
  let skipped = 0;
  const settle = (): void => {
    if (!isTolerated(skipped, records, tolerance))
      throw new TwinsError(refusal({ path, what, records, skipped, tolerance, problems }));
  };
  return {
    good: () => {
      records++;
    },
    bad: (line, reason) => {
      records++;
      skipped++;
      if (problems.length < PROBLEMS_KEPT) problems.push({ line, reason: reason.slice(0, 300) });
      if (skipped >= HOPELESS && skipped > records / 2) settle();
    },
    get records() {
      return records;
    },
    get skipped() {
      return skipped;
    },
    problems,
    settle,
  };
}

interface Refused {
  readonly path: string;
  readonly what: string;
  readonly records: number;
  readonly skipped: number;
  readonly tolerance: Tolerance;
  readonly problems: readonly ImportProblem[];
}

function refusal({ path, what, records, skipped, tolerance, problems }: Refused): string {
  const said = problems.slice(0, PROBLEMS_SAID).map(({ line, reason }) => `${line} ${reason}`);
  const more = skipped > said.length ? `; and ${skipped - said.length} more` : '';
  const allowed = toleranceText(tolerance);
  return (
    `${path}: ${skipped} of ${records} ${what} cannot be used, where --tolerate allows ${allowed}. ` +
    `By number: ${said.join('; ')}${more}. Nothing was stored.`
  );
}

/** For instance `1 % (in short files 10 lines)`, `20`. */
function toleranceText(tolerance: Tolerance): string {
  if ('count' in tolerance) return String(tolerance.count);
  const share = `${Number((100 * tolerance.share).toPrecision(6))} %`;
  return tolerance.atLeast === undefined
    ? share
    : `${share}, in short files ${tolerance.atLeast} lines and no more than half`;
}
