import { z } from 'zod';
import type { SmoothedScoreSpec } from '../../study.ts';
import { law, positive, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';

const BANDWIDTH_ALLOWED = 'auto, plug-in, a positive number, or an object with constant';

export const smoothedScoreSchema = record({
  id: idSchema,
  kind: law('smoothed-score', 'The smoothed maximum score estimator (Horowitz 1992).'),
  order: z
    .union([z.literal(2), z.literal(4)], '2 or 4')
    .describe('Order of the kernel: 2, the normal one, or 4. Default: 2.')
    .optional(),
  bandwidth: z
    .union(
      [
        z.enum(['auto', 'plug-in'], BANDWIDTH_ALLOWED),
        positive,
        record({ constant: positive.describe('c of the bandwidth c n^(-1/(2 order + 1)).') }),
      ],
      BANDWIDTH_ALLOWED,
    )
    .describe(
      'auto: the scale of the index times n^(-1/(2 order + 1)); plug-in: of least estimated error; a number: that. Default: auto.',
    )
    .optional(),
  biasCorrection: z
    .boolean('true or false')
    .describe('Whether the estimated bias of smoothing is taken off. Default: false.')
    .optional(),
  interval: intervalSchema.optional(),
});

export const resolveSmoothedScore = ({
  kind,
  order,
  bandwidth,
  biasCorrection,
}: z.infer<typeof smoothedScoreSchema>): SmoothedScoreSpec => ({
  kind,
  order: order ?? 2,
  bandwidth: bandwidth ?? 'auto',
  biasCorrection: biasCorrection ?? false,
});
