import type { z } from 'zod';
import type { Profile, Scenario, Study } from '../study.ts';
import { claimsFindings } from './claims-checks.ts';
import { dimensionOf } from './dimension.ts';
import { estimatorFindings, resolveEstimator } from './estimators/resolve.ts';
import { type FeatureFiles, NO_FEATURE_FILES } from './feature-files.ts';
import { contradiction, type Finding, type Path, showPath } from './findings.ts';
import { populationFindings } from './population-checks.ts';
import { resolveClaim } from './resolve-claims.ts';
import { resolvePopulation } from './resolve-population.ts';
import { listSampleSizes } from './sample-sizes.ts';
import { keptFindings, resolveSampling, samplingFindings, type WrittenSampling } from './sampling.ts';
import { relocated, type WrittenScenario, type WrittenScenarios, writtenScenarios } from './scenarios.ts';
import { type StudyFile, studySchema } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { type Problem, StudyError } from './study-error.ts';
import { type Position, yamlSource } from './yaml-source.ts';

/**
 * Reads a study file: YAML 1.2 text to a study with every default filled in, every combination of what varies written
 * out, and one profile chosen.
 *
 * `source` names the text in errors. A profile that the file does not define is the whole file. `files` reads the tables of
 * `features: {law: file}`; without it such features are refused.
 * Throws StudyError with every problem of the file and its position; nothing else, whatever the text.
 */
export function parseStudy(
  text: string,
  source: string,
  profile: Profile,
  files: FeatureFiles = NO_FEATURE_FILES,
): Study {
  const yaml = yamlSource(text);
  const written = writtenScenarios(yaml.value, sizesOf(yaml.value));
  const findings = yaml.value === undefined ? [] : fileFindings(yaml.value, written, files);
  const problems = [
    ...yaml.faults.map(({ line, column, sentence, found, allowed }) =>
      problem({ path: [], at: 'value', sentence, found, allowed }, { line, column }),
    ),
    ...distinct(findings).map((finding) => problem(finding, yaml.positionOf(finding.path, finding.at))),
  ];
  if (problems.length > 0) throw new StudyError(source, problems);
  return resolveStudy(studySchema.parse(written.first), written.scenarios, { profile, files });
}

/** The level of a study's claims where it states none. */
const ALPHA = 0.01;

/** Sizes of the file and of its profiles: what a rule of `vary.exclude` may name. */
function sizesOf(value: unknown): readonly number[] {
  const { sampleSizes, profiles } = Object(value);
  const schema = studySchema.shape.sampleSizes;
  const lists = [sampleSizes, Object(Object(profiles).quick).sampleSizes].flatMap((one) => {
    const sizes = schema.safeParse(one).data;
    return sizes === undefined ? [] : listSampleSizes(sizes);
  });
  return [...new Set(lists)];
}

function resolveStudy(
  file: StudyFile,
  written: readonly WrittenScenario[],
  { profile, files }: { readonly profile: Profile; readonly files: FeatureFiles },
): Study {
  const { name, title, aim, seed } = file;
  const quick = profile === 'quick' ? file.profiles?.quick : undefined;
  const claims = (file.claims ?? []).map(resolveClaim);
  const sampling = resolveSampling(
    quick?.sampleSizes ?? file.sampleSizes,
    quick?.replicates ?? file.replicates,
    claims.length > 0,
  );
  return {
    name,
    title: folded(title ?? '') || name,
    aim: folded(aim ?? ''),
    seed,
    scenarios: written.flatMap((one) => resolveScenario(one, sampling.sampleSizes, files)),
    ...sampling,
    profile,
    ...(file.keep === 'summaries' ? { keep: 'summaries' as const } : {}),
    ...(claims.length === 0 ? {} : { claims, alpha: file.alpha ?? ALPHA }),
  };
}

function resolveScenario(
  { combination, ...written }: WrittenScenario,
  sampleSizes: readonly number[],
  files: FeatureFiles,
): readonly Scenario[] {
  if (written.population === undefined || written.estimators === undefined) return [];
  const population = resolvePopulation(written.population, files);
  const { normalise } = written.population;
  const setting = {
    d: population.features.dimension,
    panel: written.population.users.panel !== undefined,
  };
  const without = sampleSizes.filter((n) => combination.without.includes(n));
  return [
    {
      factors: Object.fromEntries(combination.assignments.map(({ factor, level }) => [factor, level])),
      population,
      estimators: written.estimators.map((estimator) => resolveEstimator(estimator, setting, { normalise })),
      ...(without.length === 0 ? {} : { without }),
    },
  ];
}

/** Block scalars of YAML end with a line break and may hold more. */
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Everything wrong with shapes, and across keys in the sections whose shape is right: one broken section hides no other. */
function fileFindings(
  value: unknown,
  { scenarios, findings, first }: WrittenScenarios,
  files: FeatureFiles,
): readonly Finding[] {
  const varied = scenarios.some(({ combination }) => combination.assignments.length > 0);
  // Scenarios have found what is wrong with these, and where in `vary` it stands.
  const isScenario = ({ path }: Finding): boolean => path[0] === 'population' || path[0] === 'estimators';
  return [
    ...schemaFindings(studySchema, first).filter((finding) => !(varied && isScenario(finding))),
    ...findings,
    ...scenarios.flatMap((one) => scenarioFindings(one, files)),
    ...consistencyFindings(value, scenarios, files),
  ];
}

function scenarioFindings(
  { combination, population, estimators }: WrittenScenario,
  files: FeatureFiles,
): readonly Finding[] {
  const d = population && dimensionOf(population.features, files);
  return [
    ...(population === undefined ? [] : populationFindings(population, files)),
    ...(estimators === undefined
      ? []
      : estimatorFindings(
          estimators,
          d === undefined ? undefined : { d, panel: population?.users.panel !== undefined },
        )),
  ].map((finding) => relocated(finding, combination));
}

function consistencyFindings(
  value: unknown,
  scenarios: readonly WrittenScenario[],
  files: FeatureFiles,
): readonly Finding[] {
  const shape = studySchema.shape;
  const section = <Schema extends z.ZodType>(schema: Schema, key: string): z.infer<Schema> | undefined =>
    schema.safeParse(Object(value)[key]).data;
  const sampleSizes = section(shape.sampleSizes, 'sampleSizes');
  const replicates = section(shape.replicates, 'replicates');
  const quick = section(shape.profiles, 'profiles')?.quick;
  const keep = section(shape.keep, 'keep');
  const full = { sampleSizes, replicates, sizesPath: ['sampleSizes'], replicatesPath: ['replicates'] };
  return [full, ...(quick === undefined ? [] : [overridden(full, quick)])]
    .flatMap((written) =>
      isWhole(written)
        ? [
            ...samplingFindings(written, (n) => largestDimension(scenarios, n, files)),
            ...ruleFindings(written, scenarios),
            ...keptFindings(written.replicates, written.replicatesPath, keep),
          ]
        : [],
    )
    .concat(
      claimsFindings(section(shape.claims, 'claims') ?? [], {
        scenarios,
        sizes: sampleSizes && listSampleSizes(sampleSizes),
        dimensionOf: (one) => dimensionOf(one, files),
      }),
    );
}

/** A stopping rule needs a measure that every scenario has: rmse is of b = theta_2/theta_1. */
function ruleFindings(
  { replicates, replicatesPath }: WrittenSampling,
  scenarios: readonly WrittenScenario[],
): readonly Finding[] {
  const rule = typeof replicates === 'object' && 'max' in replicates ? replicates.until : undefined;
  const lacking = scenarios.some(
    ({ population }) => population !== undefined && population.normalise !== 'first',
  );
  if (rule?.measure !== 'rmse' || !lacking) return [];
  const path = [...replicatesPath, 'until', 'measure'];
  return [contradiction(path, 'is rmse', 'that measure needs population.normalise: first')];
}

/** The most features that any scenario has at this sample size; 0 where no population can be read. */
function largestDimension(scenarios: readonly WrittenScenario[], n: number, files: FeatureFiles): number {
  return scenarios.reduce((most, { combination, population }) => {
    const d = (population && dimensionOf(population.features, files)) ?? 0;
    return d > most && !combination.without.includes(n) ? d : most;
  }, 0);
}

type PartialSampling = {
  readonly [Key in keyof WrittenSampling]:
    | WrittenSampling[Key]
    | (Key extends `${string}Path` ? never : undefined);
};

function overridden(full: PartialSampling, quick: NonNullable<NonNullable<StudyFile['profiles']>['quick']>) {
  const at = (key: string): Path => ['profiles', 'quick', key];
  return {
    sampleSizes: quick.sampleSizes ?? full.sampleSizes,
    replicates: quick.replicates ?? full.replicates,
    sizesPath: quick.sampleSizes === undefined ? full.sizesPath : at('sampleSizes'),
    replicatesPath: quick.replicates === undefined ? full.replicatesPath : at('replicates'),
  };
}

const isWhole = (written: PartialSampling): written is WrittenSampling =>
  written.sampleSizes !== undefined && written.replicates !== undefined;

/** Both profiles report what they share. */
const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [finding.sentence, finding])).values(),
];

/** A finding with its place in the text. */
export function problem(
  { path, found, allowed, hint, sentence }: Finding,
  { line, column }: Position,
): Problem {
  return {
    path: path.length === 0 ? '' : showPath(path),
    line,
    column,
    found,
    allowed,
    ...(hint === undefined ? {} : { hint }),
    sentence: `line ${line}, column ${column}: ${sentence}`,
  };
}
