import { z } from '@hono/zod-openapi';
import { STUDY_STATUSES } from '../../results/catalogue/study-progress.ts';

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    parameter: z.string().optional(),
    value: z.string().optional(),
    allowed: z.union([z.string(), z.array(z.string())]).optional(),
  })
  .openapi('Problem');

const Verdict = z.enum(['supported', 'refuted', 'undecided']);

export const StudyEntrySchema = z
  .object({
    name: z.string(),
    title: z.string(),
    aim: z.string(),
    status: z.enum(STUDY_STATUSES),
    studyHash: z.string(),
    version: z.string().nullable(),
    profile: z.enum(['quick', 'full']),
    estimators: z.array(z.string()),
    sampleSizes: z.array(z.int()),
    combinations: z.int(),
    cells: z.int(),
    verdicts: z.array(Verdict),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    wallSeconds: z.number().nullable(),
    problem: z.string().nullable(),
    links: z.record(z.string(), z.string()),
  })
  .openapi('Study');

export const StudyListSchema = z.object({ studies: z.array(StudyEntrySchema) }).openapi('StudyList');

const MeasureSchema = z
  .object({
    value: z.number().nullable(),
    mcse: z.number().nullable(),
    replicates: z.int(),
    ci: z.array(z.number()).optional(),
  })
  .openapi('Measure');

const CellSchema = z.looseObject({
  key: z.string(),
  factors: z.record(z.string(), z.union([z.string(), z.number()])),
  n: z.int(),
  estimators: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      solver: z.string(),
      measures: z.record(z.string(), MeasureSchema),
      failures: z.record(z.string(), z.int()),
    }),
  ),
  pairs: z.array(
    z.looseObject({
      a: z.string(),
      b: z.string(),
      rmsAngleDifference: MeasureSchema,
      scoreDifference: MeasureSchema.optional(),
    }),
  ),
});

/** What readers rely on of summary.json; docs/api.md says more. */
export const SummarySchema = z
  .looseObject({
    formatVersion: z.literal(1),
    study: z.looseObject({ name: z.string(), title: z.string(), aim: z.string() }),
    studyHash: z.string(),
    status: z.enum(['complete', 'partial']),
    cells: z.array(CellSchema),
    rates: z.array(z.looseObject({ estimator: z.string(), measure: z.string(), slope: z.number() })),
    claims: z.array(z.looseObject({ verdict: Verdict })),
  })
  .openapi('Summary');

/** Values of cells that are being computed. */
export const ProvisionalSchema = z
  .object({
    study: z.string(),
    studyHash: z.string(),
    cells: z.array(
      CellSchema.extend({
        replicates: z.int().openapi({ description: 'The first data sets, on which the values stand.' }),
        most: z.int().openapi({ description: 'Data sets that the study asks of the cell at most.' }),
      }),
    ),
  })
  .openapi('Provisional');

const Value = z.union([z.string(), z.number(), z.null()]);

/** A page of a table. */
export const PageSchema = z
  .object({
    study: z.string(),
    version: z.string().nullable(),
    columns: z.array(z.string()),
    rows: z.array(z.record(z.string(), Value)),
    next: z.string().nullable(),
    nextLink: z.string().nullable(),
  })
  .openapi('Page');

/** Media types of downloads. */
export const TABLE_ANSWERS = {
  'text/csv': z.string(),
  'application/x-ndjson': z.string(),
  'application/vnd.apache.parquet': z.string(),
} as const;

const count = z.number();

/** How far a study is. */
export const ProgressSchema = z
  .object({
    study: z.string(),
    status: z.enum(STUDY_STATUSES),
    studyHash: z.string().nullable(),
    run: z
      .object({
        formatVersion: z.literal(1),
        study: z.string(),
        studyHash: z.string(),
        startedAt: z.string(),
        updatedAt: z.string(),
        blocksDone: count,
        blocksTotal: count,
        rowsDone: count,
        rowsTotal: count,
        replicatesDone: count,
        replicatesTotal: count,
        rowsPerSecond: count,
        etaSeconds: count.nullable(),
        failures: count,
        worstRelativeMcse: count.nullable(),
      })
      .nullable(),
    stale: z.boolean(),
  })
  .openapi('Progress');
