import type { z } from 'zod';
import type { Profile, Study } from '../study.ts';
import { estimatorFindings, resolveEstimator } from './estimator-specs.ts';
import { type Finding, type Path, showPath } from './findings.ts';
import { populationFindings, resolvePopulation } from './population-checks.ts';
import { resolveSampling, samplingFindings, type WrittenSampling } from './sampling.ts';
import { type StudyFile, studySchema } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { type Problem, StudyError } from './study-error.ts';
import { type Position, yamlSource } from './yaml-source.ts';

/**
 * Reads a study file: YAML 1.2 text to a study with every default filled in and one profile chosen.
 *
 * `source` names the text in errors. A profile that the file does not define is the whole file.
 * Throws StudyError with every problem of the file and its position; nothing else, whatever the text.
 */
export function parseStudy(text: string, source: string, profile: Profile): Study {
  const yaml = yamlSource(text);
  const findings =
    yaml.value === undefined
      ? []
      : [...schemaFindings(studySchema, yaml.value), ...consistencyFindings(yaml.value)];
  const problems = [
    ...yaml.faults.map(({ line, column, sentence, found, allowed }) =>
      problem({ path: [], at: 'value', sentence, found, allowed }, { line, column }),
    ),
    ...distinct(findings).map((finding) => problem(finding, yaml.positionOf(finding.path, finding.at))),
  ];
  if (problems.length > 0) throw new StudyError(source, problems);
  return resolveStudy(studySchema.parse(yaml.value), profile);
}

function resolveStudy(file: StudyFile, profile: Profile): Study {
  const { name, title, aim, seed } = file;
  const quick = profile === 'quick' ? file.profiles?.quick : undefined;
  const population = resolvePopulation(file.population);
  return {
    name,
    title: folded(title ?? '') || name,
    aim: folded(aim ?? ''),
    seed,
    scenarios: [
      {
        factors: {},
        population,
        estimators: file.estimators.map((estimator) =>
          resolveEstimator(estimator, population.features.dimension),
        ),
      },
    ],
    ...resolveSampling(quick?.sampleSizes ?? file.sampleSizes, quick?.replicates ?? file.replicates),
    profile,
  };
}

/** Block scalars of YAML end with a line break and may hold more. */
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Checks across keys, for the sections whose own shape is right: one broken section does not hide the others. */
function consistencyFindings(value: unknown): readonly Finding[] {
  const shape = studySchema.shape;
  const section = <Schema extends z.ZodType>(schema: Schema, key: string): z.infer<Schema> | undefined =>
    schema.safeParse(Object(value)[key]).data;
  const population = section(shape.population, 'population');
  const estimators = section(shape.estimators, 'estimators');
  const sampleSizes = section(shape.sampleSizes, 'sampleSizes');
  const replicates = section(shape.replicates, 'replicates');
  const quick = section(shape.profiles, 'profiles')?.quick;
  const d = population?.features.dimension;
  const full = { sampleSizes, replicates, sizesPath: ['sampleSizes'], replicatesPath: ['replicates'] };
  return [
    ...(population === undefined ? [] : populationFindings(population)),
    ...(estimators === undefined ? [] : estimatorFindings(estimators, d)),
    ...[full, ...(quick === undefined ? [] : [overridden(full, quick)])].flatMap((written) =>
      isWhole(written) ? samplingFindings(written, d) : [],
    ),
  ];
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

function problem({ path, found, allowed, hint, sentence }: Finding, { line, column }: Position): Problem {
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
