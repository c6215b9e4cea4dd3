import type { Claim } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import type { Factors } from '../../functions/study/study.ts';
import type { Interval } from './interval.ts';
import { judgeOf } from './judge.ts';
import { type Judgement, replicatesToDecide, type Verdict, verdictOf } from './judgement.ts';
import type { Reading } from './reading.ts';
import type { ScaledSample } from './scaled-sample.ts';
import type { CellView, Trial } from './trial.ts';

/** A claim with its verdict; ends of intervals that are unbounded are null in JSON. */
export interface JudgedClaim {
  readonly claim: Claim;
  /** The combination of what varies that it was judged under; absent where nothing varies. */
  readonly factors?: Factors;
  readonly verdict: Verdict;
  /** Simultaneous with those of all other claims and looks; in the unit of the margin. Null where nothing can be said. */
  readonly interval: readonly [number | null, number | null] | null;
  readonly margin: readonly [number | null, number | null] | null;
  /** The look that decided, or the last. */
  readonly look: number;
  /** Data sets of its largest cell that would decide it, about; null where it is decided or none would. */
  readonly replicatesToDecide: number | null;
  /** The number that the interval is about; null where nothing can be said. */
  readonly estimate?: number | null;
  readonly note?: string;
  /** Of a claim about a law: the quantiles of the scaled errors. */
  readonly sample?: ScaledSample;
}

/** Where a study's claims stand. */
export interface Hearing {
  /** In order of the trials; only when `asks` is empty do they stand. */
  readonly claims: readonly JudgedClaim[];
  /** By cell key, the index of the look it must take for some claim to go on. */
  readonly asks: ReadonlyMap<string, number>;
}

/**
 * Hears the claims of a study look by look. `observe` takes note of a cell at one of its looks; `hear` judges every claim as far as
 * the looks of its cells go. At look k a claim reads exactly the first R_k replicates of every cell (its last look where a cell has fewer), at
 * the one-sided level alpha / (m k (k + 1)), m the number of claims; the first look that decides is final. So the verdicts are a function of
 * the replicates, whatever order they came in.
 */
export function openCourt(trials: readonly Trial[], alpha: number) {
  const judges = trials.map((trial) => judgeOf(trial));
  const places = placesOf(trials);
  // readings[t][c][look]: of trial t in its c-th cell.
  const readings = trials.map(({ cells }) => cells.map((): Map<number, Reading | null> => new Map()));

  function hearOne(t: number): { readonly claim: JudgedClaim; readonly asks: readonly [string, number][] } {
    const trial = trials[t];
    const looks = Math.max(...trial.cells.map((cell) => cell.looks.length));
    const level = levelAt(alpha / trials.length);
    let last: { readonly judgement: Judgement; readonly look: number } | null = null;
    for (let look = 1; look <= looks; look++) {
      const needed = trial.cells.map((cell) => lookOf(cell, look));
      const asks = trial.cells.flatMap(({ key }, c): [string, number][] =>
        readings[t][c].has(needed[c]) ? [] : [[key, needed[c]]],
      );
      if (asks.length > 0) return { claim: judged(trial, last, level), asks };
      const taken = needed.map((index, c) => readings[t][c].get(index) ?? null);
      last = { judgement: judges[t].judge(taken, level(look)), look };
      if (verdictOf(last.judgement) !== 'undecided') break;
    }
    return { claim: judged(trial, last, level), asks: [] };
  }

  return {
    observe(view: CellView, look: number): void {
      for (const [t, c] of places.get(view.cell.key) ?? []) readings[t][c].set(look, judges[t].read(view));
    },
    hear(): Hearing {
      const heard = trials.map((_, t) => hearOne(t));
      const asks = new Map<string, number>();
      for (const [key, look] of heard.flatMap((one) => one.asks))
        asks.set(key, Math.max(look, asks.get(key) ?? 0));
      return { claims: heard.map(({ claim }) => claim), asks };
    },
  };
}

/** The one-sided level of a claim at a look; they sum to no more than its share of alpha. */
const levelAt =
  (share: number) =>
  (look: number): number =>
    share / (look * (look + 1));

const lookOf = ({ looks }: Cell, look: number): number => Math.min(look, looks.length) - 1;

/** By cell key, the trials that read it and its place in each. */
function placesOf(trials: readonly Trial[]): ReadonlyMap<string, readonly (readonly [number, number])[]> {
  const places = new Map<string, (readonly [number, number])[]>();
  for (const [t, { cells }] of trials.entries()) {
    for (const [c, { key }] of cells.entries()) {
      const list = places.get(key) ?? [];
      places.set(key, list);
      list.push([t, c]);
    }
  }
  return places;
}

function judged(
  { claim, factors, cells }: Trial,
  last: { readonly judgement: Judgement; readonly look: number } | null,
  level: (look: number) => number,
): JudgedClaim {
  const { judgement, look } = last ?? { judgement: NOT_HEARD, look: 0 };
  const { interval, margin, note } = judgement;
  const found = judgement.interval === null ? null : judgement;
  const verdict = verdictOf(judgement);
  const replicates = Math.max(...cells.map((cell) => cell.looks[lookOf(cell, Math.max(1, look))]));
  return {
    claim,
    ...(Object.keys(factors).length === 0 ? {} : { factors }),
    verdict,
    interval: interval === null ? null : ends(interval),
    margin: margin === null ? null : ends(margin),
    look,
    replicatesToDecide:
      verdict === 'undecided' && judgement.interval !== null
        ? replicatesToDecide(judgement, { replicates, look, level })
        : null,
    estimate: found === null ? null : finite(found.estimate),
    ...(found?.sample === undefined ? {} : { sample: found.sample }),
    ...(note === undefined ? {} : { note }),
  };
}

/** JSON has no infinity. */
const ends = ([low, high]: Interval): readonly [number | null, number | null] => [finite(low), finite(high)];

const finite = (end: number): number | null => (Number.isFinite(end) ? end : null);

const NOT_HEARD: Judgement = { interval: null, margin: null, note: 'its cells lack data sets' };
