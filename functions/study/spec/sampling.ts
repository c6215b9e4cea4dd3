import type { Until } from '../study.ts';
import { contradiction, type Finding, type Path, showPath } from './findings.ts';
import { listSampleSizes } from './sample-sizes.ts';
import type { ReplicatesFile, SampleSizesFile } from './schema.ts';

/** How much data a study draws: looks[i] at sampleSizes[i], sizes strictly increasing. */
export interface Sampling {
  readonly sampleSizes: readonly number[];
  readonly looks: readonly (readonly number[])[];
  readonly until: Until | null;
}

/** Sizes and replicates as written, and where each stands in the file. */
export interface WrittenSampling {
  readonly sampleSizes: SampleSizesFile;
  readonly replicates: ReplicatesFile;
  readonly sizesPath: Path;
  readonly replicatesPath: Path;
}

/** Values of one data set, 1 GiB of them: what one worker can hold. */
const MOST_VALUES = 134_217_728;

/** Where every replicate is kept: the memory and the disk of one machine. */
const MOST_KEPT = 1_000_000;

/** More replicates than can be kept one by one. */
export function keptFindings(
  replicates: ReplicatesFile,
  path: Path,
  keep: 'replicates' | 'summaries' = 'replicates',
): readonly Finding[] {
  const counts = typeof replicates === 'object' && 'max' in replicates ? replicates.max : replicates;
  const most = Math.max(...[counts].flat());
  if (keep === 'summaries' || most <= MOST_KEPT) return [];
  return [
    contradiction(
      path,
      `asks for ${most} data sets`,
      `more than ${MOST_KEPT} at a sample size need keep: summaries`,
    ),
  ];
}

/** Pairs every sample size with its looks; {min, max} without a stopping rule and without claims is exactly max. */
export function resolveSampling(
  sampleSizes: SampleSizesFile,
  replicates: ReplicatesFile,
  claims = false,
): Sampling {
  const sizes = listSampleSizes(sampleSizes);
  const pairs = sizes.map((n, i) => ({ n, looks: looksAt(replicates, i, claims) })).sort((a, b) => a.n - b.n);
  return {
    sampleSizes: pairs.map(({ n }) => n),
    looks: pairs.map(({ looks }) => looks),
    until: (typeof replicates === 'object' && 'max' in replicates && replicates.until) || null,
  };
}

function looksAt(replicates: ReplicatesFile, i: number, claims: boolean): readonly number[] {
  if (typeof replicates === 'number' || Array.isArray(replicates)) return [at(replicates, i)];
  const [least, most] = [at(replicates.min, i), at(replicates.max, i)];
  return replicates.until === undefined && !claims ? [most] : plannedLooks(least, most);
}

/** min * 2^(k - 1) for k = 1, 2, ..., capped at max, which is the last. */
export function plannedLooks(least: number, most: number): readonly number[] {
  const looks: number[] = [];
  for (let count = least; count < most; count *= 2) looks.push(count);
  return [...looks, most];
}

/** What does not go together in sizes and replicates; `dimensionAt` is the largest dimension at an n, 0 where unknown. */
export function samplingFindings(
  written: WrittenSampling,
  dimensionAt: (n: number) => number,
): readonly Finding[] {
  const sizes = listSampleSizes(written.sampleSizes);
  return [
    ...sizesFindings(written, sizes),
    ...largestFindings(written, sizes, dimensionAt),
    ...(sizes.length === 0 ? [] : replicatesFindings(written, sizes)),
  ];
}

function sizesFindings(
  { sampleSizes, sizesPath }: WrittenSampling,
  sizes: readonly number[],
): readonly Finding[] {
  if (sizes.length === 0) {
    return [
      contradiction(sizesPath, 'holds no sample size', 'some round(10^(k / perDecade)) must be in from..to'),
    ];
  }
  if (!Array.isArray(sampleSizes)) return [];
  const first = new Map<number, number>();
  return sizes.flatMap((n, i) => {
    const earlier = first.get(n);
    if (earlier === undefined) first.set(n, i);
    return earlier === undefined ? [] : [contradiction([...sizesPath, i], `is ${n} again`, 'each size once')];
  });
}

function largestFindings(
  { sampleSizes, sizesPath }: WrittenSampling,
  sizes: readonly number[],
  dimensionAt: (n: number) => number,
): readonly Finding[] {
  return sizes.flatMap((n, i) => {
    const dimension = dimensionAt(n);
    if (n * dimension <= MOST_VALUES) return [];
    const path = Array.isArray(sampleSizes) ? [...sizesPath, i] : [...sizesPath, 'to'];
    const rule = `at most ${Math.floor(MOST_VALUES / dimension)} comparisons fit in memory`;
    return [contradiction(path, `asks for n = ${n} with ${dimension} features`, rule)];
  });
}

function replicatesFindings(written: WrittenSampling, sizes: readonly number[]): readonly Finding[] {
  const { replicates, replicatesPath } = written;
  if (typeof replicates === 'number' || Array.isArray(replicates)) {
    return lengthFindings(written, { path: replicatesPath, counts: replicates }, sizes);
  }
  const { min, max } = replicates;
  const lengths = [
    ...lengthFindings(written, { path: [...replicatesPath, 'min'], counts: min }, sizes),
    ...lengthFindings(written, { path: [...replicatesPath, 'max'], counts: max }, sizes),
  ];
  if (lengths.length > 0) return lengths;
  const most = sizes.map((_, i) => at(max, i));
  const crossed = most.findIndex((count, i) => at(min, i) > count);
  if (crossed === -1) return [];
  const path = [...replicatesPath, 'min', ...(typeof min === 'number' ? [] : [crossed])];
  return [contradiction(path, `is ${at(min, crossed)}`, `at most max, ${most[crossed]}, is allowed`)];
}

const at = (counts: number | readonly number[], i: number): number =>
  typeof counts === 'number' ? counts : counts[i];

function lengthFindings(
  { sizesPath }: WrittenSampling,
  { path, counts }: { readonly path: Path; readonly counts: number | readonly number[] },
  sizes: readonly number[],
): readonly Finding[] {
  if (typeof counts === 'number' || counts.length === sizes.length) return [];
  const shown = sizes.length > 12 ? `${sizes.slice(0, 12).join(', ')}, …` : sizes.join(', ');
  const rule = `${showPath(sizesPath)} gives ${sizes.length} (${shown})`;
  return [contradiction(path, `has ${counts.length} numbers`, rule)];
}
