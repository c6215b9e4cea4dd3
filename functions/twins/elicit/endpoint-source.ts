import { z } from 'zod';

const Share = z.object({ value: z.number(), mcse: z.number(), of: z.number() }).nullable();

const Tokens = z.object({ input: z.number(), output: z.number() });

/** Where labels that a model gave come from: `source` in labels.json. */
export const EndpointSource = z.object({
  kind: z.literal('endpoint'),
  /** SHA-256 of everything that decides the labels but the answers. */
  inputs: z.string(),
  model: z.string(),
  server: z.string(),
  template: z.string(),
  templateHash: z.string(),
  /** When the first and the last answer came. */
  firstDate: z.string().nullable(),
  date: z.string().nullable(),
  design: z.object({ kind: z.enum(['per-pair', 'per-persona']), count: z.number() }),
  orders: z.enum(['both', 'one']),
  temperature: z.number().nullable(),
  maxTokens: z.number(),
  seed: z.number(),
  tolerance: z.number(),
  /** Labels with the probability that the model gave. */
  probabilities: z.number(),
  /** Judgements that contradict themselves; questions that the server does not take. */
  undecided: z.number(),
  refused: z.number(),
  positions: z.object({ first: Share, consistent: Share, firstTwice: Share, secondTwice: Share }),
  /** Tokens as the server counted them, and answers of which it did not. */
  usage: Tokens,
  uncounted: z.number(),
  problems: z
    .array(
      z.object({
        pair: z.number(),
        persona: z.number(),
        order: z.enum(['chosen-first', 'rejected-first']),
        reason: z.string(),
      }),
    )
    .readonly(),
});
export type EndpointSource = z.infer<typeof EndpointSource>;
