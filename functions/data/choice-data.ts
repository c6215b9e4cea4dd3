import { sampleIndex } from '../../kernels/arena.ts';
import { type Comparisons, comparisonsLength } from '../../kernels/comparisons.ts';
import { INTERCEPT } from './binary-format.ts';
import { type ChoiceRequest, usesOf } from './choice-request.ts';
import { checkIndependent } from './collinear.ts';
import { type Differences, differencesOf } from './differences.ts';
import { readDataTable } from './read-table.ts';
import { columnScales, divisorsFor, type Scales } from './scales.ts';

/** Choices that are ready to be fitted. */
export interface ChoiceData {
  readonly format: ChoiceRequest['format'];
  readonly names: readonly string[];
  /** Whether the last feature is the constant 1. */
  readonly hasIntercept: boolean;
  /** z = s (x - centre) / divisor, s = 1 where the outcome is 1 and else -1; centred only where standardised with an intercept. */
  readonly comparisons: Comparisons;
  /** 1 where z.theta is to be at least 0 by the outcome, in the order of the comparisons. */
  readonly outcome: Uint8Array;
  readonly standardised: boolean;
  /** Mean and spread of each feature; of the intercept 0 and 1. */
  readonly scales: Scales;
  /** What each feature was divided by: its spread where standardised, else a power of two, mostly 1. */
  readonly divisors: Float64Array;
  /** Comparisons users[k] .. users[k + 1] - 1 are those of chooser k; null where nobody says who chose. */
  readonly users: Uint32Array | null;
  /** Whether nobody says who chose, so that each situation counts as a chooser of its own. */
  readonly isChooserUnknown: boolean;
  /** Comparisons situations[t] .. situations[t + 1] - 1 are those of one situation; null where each is a situation of its own. */
  readonly situations: Uint32Array | null;
  /** Sentences about what was left out. */
  readonly notices: readonly string[];
}

/** Reads a file of choices. Throws DataError. */
export async function readChoiceData(
  path: string,
  request: ChoiceRequest,
  standardise: boolean,
): Promise<ChoiceData> {
  return choiceData(differencesOf(await readDataTable(path, usesOf(request)), request), {
    format: request.format,
    standardise,
  });
}

interface Making {
  readonly format: ChoiceRequest['format'];
  readonly standardise: boolean;
}

export function choiceData(differences: Differences, { format, standardise }: Making): ChoiceData {
  const { names, n, outcome, notices } = differences;
  const value = readerOf(differences);
  const hasIntercept = format === 'binary' && names[names.length - 1] === INTERCEPT;
  const scales = columnScales({ n, names, value, format, hasIntercept });
  checkIndependent({ n, names, value, scales });
  const { order, users } = byChooser(differences);
  const d = names.length;
  const divisors = standardise ? scales.spread : divisorsFor(scales);
  const data = new Float64Array(comparisonsLength(n, d));
  for (let j = 0; j < d; j++) {
    const centre = standardise ? scales.centre[j] : 0;
    const divisor = divisors[j];
    for (let i = 0; i < n; i++) {
      const row = order === null ? i : order[i];
      const x = (value(row, j) - centre) / divisor;
      data[sampleIndex(i, j, d)] = outcome[row] === 1 ? x : -x;
    }
  }
  return {
    format,
    names,
    hasIntercept,
    comparisons: { n, d, data },
    outcome: order === null ? outcome : Uint8Array.from(order, (row) => outcome[row]),
    standardised: standardise,
    scales,
    divisors,
    users,
    isChooserUnknown: differences.isChooserUnknown === true,
    situations: situationStarts(differences, order),
    notices,
  };
}

/** x_ij, before it is scaled. */
export type ValueOf = (i: number, j: number) => number;

function readerOf({ minuend, subtrahend, first, second }: Differences): ValueOf {
  if (subtrahend === null || second === null) return (i, j) => minuend[j][first[i]];
  return (i, j) => minuend[j][first[i]] - subtrahend[j][second[i]];
}

/** Brings the comparisons of a chooser together, choosers in the order in which they first appear. */
function byChooser({ chooser, choosers }: Differences): {
  readonly order: Uint32Array | null;
  readonly users: Uint32Array | null;
} {
  if (chooser === null) return { order: null, users: null };
  const counts = new Uint32Array(choosers + 1);
  for (const k of chooser) counts[k + 1]++;
  for (let k = 0; k < choosers; k++) counts[k + 1] += counts[k];
  const next = counts.slice(0, choosers);
  const order = new Uint32Array(chooser.length);
  for (let i = 0; i < chooser.length; i++) order[next[chooser[i]]++] = i;
  return { order, users: counts };
}

/** Where situations begin once comparisons are in order; choosers keep the order of their own. */
function situationStarts({ situation, n }: Differences, order: Uint32Array | null): Uint32Array | null {
  if (situation === null) return null;
  const of = (i: number): number => situation[order === null ? i : order[i]];
  const starts: number[] = [];
  for (let i = 0; i < n; i++) if (i === 0 || of(i) !== of(i - 1)) starts.push(i);
  return Uint32Array.from([...starts, n]);
}
