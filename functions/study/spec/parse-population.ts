import { z } from 'zod';
import type { Population } from '../../../kernels/populations/population.ts';
import { problem } from './parse-study.ts';
import { populationFindings } from './population-checks.ts';
import { resolvePopulation } from './resolve-population.ts';
import { studySchema } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { StudyError } from './study-error.ts';
import { yamlSource } from './yaml-source.ts';

/** A file that has a population, whatever else it has: a study, or the block alone. */
const populationSchema = z.looseObject({ population: studySchema.shape.population });

/**
 * Reads the block `population` of a YAML text, a whole study file or one with nothing else.
 *
 * `source` names the text in errors. Throws StudyError with every problem of the block and its position.
 */
export function parsePopulation(text: string, source: string): Population {
  const yaml = yamlSource(text);
  const read = populationSchema.safeParse(yaml.value);
  const findings = read.success
    ? populationFindings(read.data.population)
    : yaml.value === undefined
      ? []
      : schemaFindings(populationSchema, yaml.value);
  const problems = [
    ...yaml.faults.map(({ line, column, sentence, found, allowed }) =>
      problem({ path: [], at: 'value', sentence, found, allowed }, { line, column }),
    ),
    ...findings.map((finding) => problem(finding, yaml.positionOf(finding.path, finding.at))),
  ];
  if (problems.length > 0 || !read.success) throw new StudyError(source, problems);
  return resolvePopulation(read.data.population);
}
