import type { z } from 'zod';
import type { EstimatorFile } from './estimators/schema.ts';
import { withValue } from './factor-path.ts';
import { contradiction, type Finding, type Path } from './findings.ts';
import { type PopulationFile, studySchema } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import {
  type Assignment,
  type Combination,
  combinationsOf,
  NO_VARIATION,
  type Variation,
  varySchema,
} from './vary.ts';

/** One combination of what varies, with the file's population and estimators as they are under it. */
export interface WrittenScenario {
  readonly combination: Combination;
  /** Undefined where its shape is wrong. */
  readonly population: PopulationFile | undefined;
  readonly estimators: readonly EstimatorFile[] | undefined;
}

export interface WrittenScenarios {
  readonly scenarios: readonly WrittenScenario[];
  readonly findings: readonly Finding[];
  /** The file with the population and the estimators of the first scenario: a study in which nothing varies. */
  readonly first: unknown;
}

const { population: populationSchema, estimators: estimatorsSchema } = studySchema.shape;

/** The scenarios of a study file as plain values: what `vary` makes of its population and its estimators. */
export function writtenScenarios(file: unknown, sizes: readonly number[]): WrittenScenarios {
  const base: Readonly<Record<string, unknown>> = Object(file);
  const { combinations, findings } = variationOf(base, sizes);
  const read = createReader(base);
  const scenarios = combinations.map((combination) => read(combination));
  const [first] = scenarios;
  return {
    scenarios: scenarios.map(({ scenario }) => scenario),
    findings: [...findings, ...scenarios.flatMap((one) => one.findings)],
    first: base.vary === undefined || first === undefined ? file : { ...base, ...first.written },
  };
}

function variationOf(base: Readonly<Record<string, unknown>>, sizes: readonly number[]): Variation {
  if (base.vary === undefined) return NO_VARIATION;
  const vary = varySchema.safeParse(base.vary);
  return vary.success ? combinationsOf(vary.data, idsOf(base.estimators), sizes) : NO_VARIATION;
}

/** Ids of estimators that may yet be wrong in other ways. */
function idsOf(estimators: unknown): readonly string[] {
  if (!Array.isArray(estimators)) return [];
  return estimators.map((one) => (typeof one === 'string' ? one : String(Object(one).id)));
}

interface Read {
  readonly scenario: WrittenScenario;
  readonly written: { readonly population?: unknown; readonly estimators?: unknown };
  readonly findings: readonly Finding[];
}

function createReader({ population, estimators }: Readonly<Record<string, unknown>>) {
  const parsePopulation = remembered(populationSchema, ['population']);
  const parseEstimators = remembered(estimatorsSchema, ['estimators']);
  return (combination: Combination): Read => {
    const barred: Finding[] = [];
    let written: unknown = { population, estimators };
    for (const { path, value, at } of combination.assignments) {
      const next = withValue(written, path, value);
      if (next === null)
        barred.push(
          contradiction(
            at,
            'has no place in the file',
            'its path leads through a value or past the end of a list',
          ),
        );
      else written = next.value;
    }
    const root: Read['written'] = Object(written);
    const people = parsePopulation(root.population);
    const fits = parseEstimators(root.estimators);
    const found = combination.assignments.length === 0 ? [] : [...people.findings, ...fits.findings];
    return {
      scenario: { combination, population: people.data, estimators: fits.data },
      written: root,
      findings: [...barred, ...found.map((finding) => relocated(finding, combination))],
    };
  };
}

/** Parses what stands at a key of the file; values that many scenarios share are parsed once. */
function remembered<Schema extends z.ZodType>(schema: Schema, at: Path) {
  const known = new Map<
    unknown,
    { readonly data: z.infer<Schema> | undefined; readonly findings: readonly Finding[] }
  >();
  return (value: unknown) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const { data } = schema.safeParse(value);
    const result = { data, findings: data === undefined ? schemaFindings(schema, value, at) : [] };
    known.set(value, result);
    return result;
  };
}

/** A finding about a scenario, placed where the value in question stands in the file, and saying under which levels it holds. */
export function relocated(finding: Finding, { assignments }: Combination): Finding {
  const source = assignments.findLast(({ path }) => path.every((step, i) => finding.path[i] === step));
  if (source !== undefined) {
    return { ...finding, path: [...source.at, ...finding.path.slice(source.path.length)] };
  }
  if (assignments.length === 0) return finding;
  return { ...finding, sentence: `${finding.sentence} (where ${assignments.map(shown).join(', ')})` };
}

const shown = ({ factor, level }: Assignment): string => `${factor} = ${level}`;
