import { z } from 'zod';

const Shown = z.object({
  method: z.enum(['exact', 'sketch']),
  trace: z.number(),
  effectiveRank: z.number().nullable(),
  rank: z.number().nullable(),
  conditionNumber: z.number().nullable(),
  shares: z.record(z.string(), z.number()),
});

/** What a person is told of a spectrum; nothing of one that another version wrote. */
export function spectrumLines(spectrum: unknown): readonly string[] {
  const { data } = Shown.safeParse(spectrum);
  if (data === undefined) return [];
  const { trace, effectiveRank, rank, conditionNumber, shares } = data;
  const parts = Object.entries(shares).map(([k, share]) => `${k}: ${(100 * share).toFixed(1)} %`);
  return [
    `Mean square length ${trace.toPrecision(4)}; share of it in the k largest directions, by k: ${parts.join(', ') || 'none'}.`,
    ...(effectiveRank === null
      ? []
      : [`Effective rank ${effectiveRank.toPrecision(4)}${rank === null ? '' : ` of ${rank}`}.`]),
    ...(data.method === 'sketch'
      ? ['Largest directions from a random sketch; the smallest are not known.']
      : [
          conditionNumber === null
            ? 'Some directions have no spread: whitening is not possible without a ridge.'
            : `Condition number ${conditionNumber.toPrecision(4)}.`,
        ]),
  ];
}
