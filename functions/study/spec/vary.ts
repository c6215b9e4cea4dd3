import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { combinationFindings } from './combination-checks.ts';
import { factorPath } from './factor-path.ts';
import { contradiction, type Finding, type Path, showPath, wrongValue } from './findings.ts';
import { text } from './schema-parts.ts';

/** One value given to one path of the file. */
export interface Assignment {
  /** The path as written: the factor's name. */
  readonly factor: string;
  readonly path: Path;
  readonly value: unknown;
  /** What tables show: numbers and text as they are, the label where one is given, else canonical JSON. */
  readonly level: string | number;
  /** Where the value stands in the file. */
  readonly at: Path;
}

/** Values that go together, one a factor, and the sample sizes that are left out. */
export interface Combination {
  readonly assignments: readonly Assignment[];
  readonly without: readonly number[];
}

export interface Variation {
  readonly combinations: readonly Combination[];
  readonly findings: readonly Finding[];
}

const MOST_COMBINATIONS = 200_000;
const VALUES = 'a list of values, one of which may be {label, value}';
const RULES = ['zip', 'list', 'exclude'];
const LABELS = 'a number, or printable text of 1 to 200 characters';

/** An empty text would be a missing value in an export. */
const labelSchema = z.union([z.number(), text(1, 200).regex(/\S/)]);

const row = z.record(z.string(), z.unknown(), 'an object from paths to values');
const columns = z.record(
  z.string(),
  z.array(z.unknown(), VALUES).min(1, VALUES),
  `an object from paths to lists`,
);

/** `vary` as written: every other key is a path of the file with the values it takes. */
export const varySchema = z
  .object(
    {
      zip: z
        .array(columns, 'a list of objects from paths to lists of one length')
        .describe('Groups of paths that move together: the first values, the second values, ...')
        .optional(),
      list: z
        .array(row, 'a list of objects from paths to values')
        .min(1, 'a list of objects from paths to values')
        .describe('Combinations one by one, for designs that are no grid.')
        .optional(),
      exclude: z
        .array(row, 'a list of objects from paths (or n) to values')
        .describe('Combinations to leave out; n: leaves out one sample size of them.')
        .optional(),
    },
    'an object from paths to lists of values; zip, list and exclude besides',
  )
  .catchall(z.array(z.unknown(), VALUES).min(1, VALUES))
  .describe(
    'What varies: paths such as population.users.skew, each with a list of values; all combinations unless zip, list or exclude says otherwise.',
  );

export type VaryFile = z.infer<typeof varySchema>;

/** Nothing varies: one combination that changes nothing. */
export const NO_VARIATION: Variation = { combinations: [{ assignments: [], without: [] }], findings: [] };

type Axis = readonly (readonly Assignment[])[];

/**
 * Every combination that `vary` asks for, the first path varying slowest: the paths of its own keys crossed, each group of
 * `zip` moving as one, the rows of `list` as they stand, less what `exclude` names.
 *
 * ids: the ids of the estimators, in order, by which paths may name them. sizes: the sample sizes.
 */
export function combinationsOf(vary: VaryFile, ids: readonly string[], sizes: readonly number[]): Variation {
  const reader = createReader(ids);
  const axes: Axis[] = Object.entries(vary).flatMap(([key, value]): Axis[] => {
    if (key === 'zip') return (vary.zip ?? []).map((group, g) => reader.group(group, ['vary', 'zip', g]));
    if (key === 'list') return [(vary.list ?? []).map((one, i) => reader.row(one, ['vary', 'list', i]))];
    if (RULES.includes(key) || !Array.isArray(value)) return [];
    return [value.map((item, i) => [reader.assign(key, item, ['vary', key, i])].flat())];
  });
  const count = axes.reduce((product, axis) => product * axis.length, 1);
  if (count > MOST_COMBINATIONS) {
    const finding = contradiction(
      ['vary'],
      `asks for ${count} combinations`,
      `at most ${MOST_COMBINATIONS} are allowed`,
    );
    return { combinations: [], findings: [...reader.findings, finding] };
  }
  const crossed = axes.reduce<readonly (readonly Assignment[])[]>(
    (rows, axis) => rows.flatMap((before) => axis.map((next) => [...before, ...next])),
    [[]],
  );
  const kept = exclude(crossed, vary.exclude ?? [], sizes);
  // A path that is none makes no assignment: combinations then look alike that are not.
  const confused = reader.findings.length > 0 ? [] : combinationFindings(crossed);
  return {
    combinations: kept.combinations,
    findings: [...reader.findings, ...kept.findings, ...confused],
  };
}

function createReader(ids: readonly string[]) {
  const findings: Finding[] = [];
  function assign(factor: string, item: unknown, at: Path): readonly Assignment[] {
    const path = factorPath(factor, ids);
    if (typeof path === 'string') {
      const named: Finding = {
        ...wrongValue(at.slice(0, at.lastIndexOf(factor) + 1), factor, path),
        at: 'key',
      };
      if (!findings.some(({ sentence }) => sentence === named.sentence)) findings.push(named);
      return [];
    }
    const { value, level, label } = levelOf(item);
    if (level === null && label !== undefined) {
      findings.push(wrongValue([...at, 'label'], label, LABELS));
      return [];
    }
    if (level === null) {
      findings.push(wrongValue(at, item, 'a number, text, a list or an object'));
      return [];
    }
    const inner = value === item ? at : [...at, 'value'];
    return [{ factor, path, value, level, at: inner }];
  }
  function row(one: Readonly<Record<string, unknown>>, at: Path): readonly Assignment[] {
    return Object.entries(one).flatMap(([factor, item]) => assign(factor, item, [...at, factor]));
  }
  function group(lists: Readonly<Record<string, readonly unknown[]>>, at: Path): Axis {
    const [first, ...others] = Object.entries(lists);
    if (first === undefined) return [[]];
    const odd = others.find(([, items]) => items.length !== first[1].length);
    if (odd !== undefined) {
      const rule = `${showPath([...at, first[0]])} has ${first[1].length}`;
      findings.push(contradiction([...at, odd[0]], `has ${odd[1].length} values`, rule));
      return [[]];
    }
    return first[1].map((_, i) =>
      Object.entries(lists).flatMap(([factor, items]) => assign(factor, items[i], [...at, factor, i])),
    );
  }
  return { findings, assign, row, group };
}

/** Level is null where the value, or its label, cannot stand in a table. */
interface Level {
  readonly value: unknown;
  readonly level: string | number | null;
  readonly label?: unknown;
}

/** The value itself, out of {label, value} where it is given so, and what tables call it. */
function levelOf(item: unknown): Level {
  if (typeof item === 'number' || typeof item === 'string') return { value: item, level: item };
  if (typeof item !== 'object' || item === null) return { value: item, level: null };
  if ('label' in item && 'value' in item && Object.keys(item).length === 2) {
    const { label, value } = item;
    return { value, level: labelSchema.safeParse(label).data ?? null, label };
  }
  try {
    return { value: item, level: canonicalJson(item) };
  } catch {
    return { value: item, level: null };
  }
}

function exclude(
  rows: readonly (readonly Assignment[])[],
  rules: readonly Readonly<Record<string, unknown>>[],
  sizes: readonly number[],
): Variation {
  const findings: Finding[] = [];
  const patterns = rules.map((rule) =>
    Object.entries(rule).map(([factor, item]) => ({ factor, item, level: levelOf(item).level })),
  );
  const used = new Set<number>();
  const combinations = rows.flatMap((assignments) => {
    const without = new Set<number>();
    for (const [r, pattern] of patterns.entries()) {
      const matches = pattern.every(
        ({ factor, level }) =>
          factor === 'n' || assignments.some((one) => one.factor === factor && one.level === level),
      );
      if (!matches) continue;
      const size = pattern.find(({ factor }) => factor === 'n')?.item;
      for (const n of size === undefined ? sizes : sizes.filter((one) => one === size)) {
        without.add(n);
        used.add(r);
      }
    }
    return without.size === sizes.length && sizes.length > 0 ? [] : [{ assignments, without: [...without] }];
  });
  rules.forEach((_, r) => {
    if (!used.has(r))
      findings.push(contradiction(['vary', 'exclude', r], 'matches no combination', 'each rule must'));
  });
  if (combinations.length === 0)
    findings.push(contradiction(['vary'], 'leaves no combination', 'one at least is needed'));
  return { combinations, findings };
}
