import { z } from '@hono/zod-openapi';
import { RAW_FORMATS } from '../../results/raw-formats.ts';

/** Makes an address last: it is answered with this version or with 404. */
export const VersionParameter = z
  .string()
  .regex(/^[0-9a-f]{16}-[0-9a-f]{16}$/, 'the version that /v1/studies/{name} names')
  .optional()
  .openapi({ description: 'The version of the summary; its answer is immutable.' });

/** Values separated by commas, or the parameter several times. */
const list = (description: string, example: string) =>
  z
    .string()
    .min(1, 'a list separated by commas, not empty')
    .max(2000, 'a list of at most 2000 letters')
    .transform((text) => [...new Set(text.split(','))])
    .optional()
    .openapi({
      type: 'string',
      description: `${description} Separated by commas, or given several times.`,
      example,
    });

const whole = (least: number, most: number, allowed: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .refine((value) => value >= least && value <= most, allowed)
    .optional();

export const EstimatorParameter = list('Ids of the estimators shown.', 'sign,rlhf');

export const MeasureParameter = list('Measures shown.', 'rmsAngle');

export const SizesParameter = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15})*$/, 'sample sizes of the study, separated by commas')
  .transform((text) => [...new Set(text.split(',').map(Number))])
  .optional()
  .openapi({
    type: 'string',
    description: 'Sample sizes shown, separated by commas.',
    example: '1000,10000',
  });

export const CellParameter = z
  .string()
  .max(1000, 'the key of a cell')
  .optional()
  .openapi({ description: 'The key of one cell, as in the summary.', example: 'n=1000' });

export const FactorParameter = z
  .record(z.string(), z.array(z.string()))
  .optional()
  .openapi({
    param: { name: 'factor', in: 'query', style: 'deepObject', explode: true },
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Levels of what varies: factor[skew]=1; several times for several levels.',
  });

export const FormatParameter = z
  .enum(RAW_FORMATS, { error: `one of ${RAW_FORMATS.join(', ')}` })
  .default('json')
  .openapi({ description: 'json gives a page; the others give all rows for other programs.' });

export const CursorParameter = z
  .string()
  .max(300, 'what an earlier page gave as next')
  .optional()
  .openapi({ description: 'Where the page begins: `next` of the page before.' });

export const SortParameter = (columns: readonly string[]) =>
  z
    .string()
    .regex(/^-?\w+(,-?\w+)*$/, 'columns separated by commas, each with a minus sign for the largest first')
    .max(200, 'columns separated by commas')
    .optional()
    .openapi({
      description: `Columns to sort by, with a minus sign for the largest first: ${columns.join(', ')}.`,
    });

export const LimitParameter = (most: number) =>
  whole(1, most, `a whole number from 1 to ${most}`).openapi({
    type: 'integer',
    minimum: 1,
    maximum: most,
    description: 'Rows of a page, or of the download where it is not json.',
  });

export const ReplicateParameter = whole(0, 1e12, 'the number of a replicate, from 0').openapi({
  type: 'integer',
  minimum: 0,
  description: 'The number of one replicate, from 0.',
});
