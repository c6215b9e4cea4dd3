import pMap from 'p-map';
import { z } from 'zod';
import type { Embedder } from '../embedder.ts';
import { float32Of } from '../float-bytes.ts';
import { UnreadableAnswer } from '../model/failure.ts';
import type { ModelClient } from '../model/model-client.ts';
import { ModelError } from '../model/model-error.ts';
import type { Tokens } from '../model/spending.ts';
import { aboutTokens, tokensAtMost } from '../model/token-rule.ts';
import { wellFormed } from '../model/well-formed.ts';
import { StageInterrupted } from '../stage-progress.ts';
import { TwinsError } from '../twins-error.ts';
import type { EmbeddedTexts } from './embedded-texts.ts';

/** What decides the vectors of an endpoint. */
export interface EndpointModel {
  readonly model: string;
  /** Length of the vectors, where the model can shorten them. */
  readonly dimensions?: number;
}

export interface EndpointOptions extends EndpointModel {
  readonly client: ModelClient;
  readonly texts: EmbeddedTexts;
  readonly concurrency: number;
  /** Texts of one request. */
  readonly textsAtOnce: number;
}

/** Numbers, or float32 in base64, which some servers send though numbers are asked for. */
const Vector = z.union([
  z.array(z.number()).min(1),
  z.base64().transform((text) => Array.from(float32Of(Buffer.from(text, 'base64')))),
]);

const Embeddings = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative().nullish(), embedding: Vector })),
  usage: z.object({ prompt_tokens: z.number().nonnegative() }).nullish().catch(null),
});

/** The provenance of an endpoint's vectors: what decides them, not where they are computed. */
export const endpointProvenance = ({
  model,
  dimensions,
}: EndpointModel): Readonly<Record<string, unknown>> => ({
  model,
  ...(dimensions === undefined ? {} : { dimensions }),
});

/**
 * Embeds texts by an OpenAI-compatible server: requests of so many texts, so many at once, each answer stored the moment it comes. A text
 * that has a vector, or comes twice, is not asked for again.
 */
export function endpointEmbedder(options: EndpointOptions): Embedder {
  const { concurrency, textsAtOnce, texts: known } = options;
  let columns = options.dimensions ?? null;

  const keep = async (texts: readonly string[], { vectors, tokens }: Received): Promise<void> => {
    for (const [i, { length }] of vectors.entries()) {
      columns ??= length;
      if (length !== columns) {
        throw new TwinsError(
          `${options.client.address} gave a vector of ${length} numbers for the text ${shown(texts[i])}; those before have ${columns}.`,
        );
      }
    }
    await known.put(texts, vectors, tokens);
  };
  /** A request that is refused is split, until the text is found that the server does not take. */
  const askFor = async (texts: readonly string[]): Promise<void> => {
    let received: Received;
    try {
      received = await request(options, texts);
    } catch (error) {
      if (!(error instanceof ModelError && error.problem === 'refused')) throw error;
      if (texts.length === 1) throw new TwinsError(`${error.message} The text is ${shown(texts[0])}`);
      const middle = Math.ceil(texts.length / 2);
      await askFor(texts.slice(0, middle));
      await askFor(texts.slice(middle));
      return;
    }
    await keep(texts, received);
  };
  return {
    kind: 'endpoint',
    provenance: endpointProvenance(options),
    reads: 'conversation',
    ...(options.dimensions === undefined ? {} : { columns: options.dimensions }),
    batch: textsAtOnce * concurrency,
    embed: async (texts) => {
      const found = new Map<string, Float32Array>();
      for (const text of new Set(texts)) {
        const vector = await known.get(text);
        if (vector !== null) found.set(text, vector);
      }
      const lacking = [...new Set(texts)].filter((text) => !found.has(text));
      await untilAllEnded(chunksOf(lacking, textsAtOnce), askFor, concurrency);
      return await Promise.all(texts.map(async (text) => found.get(text) ?? vectorOf(known, text)));
    },
  };
}

/** After a failure nothing more is asked for, and what is on its way is waited for and stored. */
async function untilAllEnded<T>(
  items: readonly T[],
  action: (item: T) => Promise<void>,
  concurrency: number,
): Promise<void> {
  let failure: unknown = null;
  const one = async (item: T): Promise<void> => {
    if (failure !== null) return;
    await action(item).catch((error) => {
      failure ??= error;
    });
  };
  await pMap(items, one, { concurrency });
  if (failure instanceof ModelError && failure.problem === 'interrupted') throw new StageInterrupted();
  if (failure !== null) throw failure;
}

async function vectorOf(known: EmbeddedTexts, text: string): Promise<Float32Array> {
  const vector = await known.get(text);
  if (vector === null)
    throw new TwinsError(`The vector of ${shown(text)} was stored and is gone; run the stage again.`);
  return vector;
}

interface Received {
  readonly vectors: readonly Float32Array[];
  readonly tokens: Tokens | null;
}

async function request(
  { client, model, dimensions }: EndpointOptions,
  texts: readonly string[],
): Promise<Received> {
  const { value, tokens } = await client.ask({
    path: '/embeddings',
    body: {
      model,
      input: texts.map(wellFormed),
      encoding_format: 'float',
      ...(dimensions === undefined ? {} : { dimensions }),
    },
    atMost: tokensAtMost(texts, 0),
    about: { input: aboutTokens(texts), output: 0 },
    read: (body) => readEmbeddings(body, texts.length),
  });
  return { vectors: value, tokens };
}

function readEmbeddings(
  body: unknown,
  count: number,
): { readonly value: readonly Float32Array[]; readonly tokens: Tokens | null } {
  const parsed = Embeddings.safeParse(body).data;
  if (parsed === undefined)
    throw new UnreadableAnswer('the answer has no embeddings, or some that are no numbers');
  const vectors = new Map(
    parsed.data.map(({ index, embedding }, i) => [index ?? i, Float32Array.from(embedding)]),
  );
  const value = Array.from({ length: count }, (_, i) => vectors.get(i));
  if (parsed.data.length !== count || !value.every((vector) => vector !== undefined))
    throw new UnreadableAnswer(
      `the answer has ${vectors.size} different embeddings, ${parsed.data.length} in all, for ${count} texts`,
    );
  const tokens = parsed.usage ? { input: parsed.usage.prompt_tokens, output: 0 } : null;
  return { value, tokens };
}

const chunksOf = (texts: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(texts.length / size) }, (_, i) => texts.slice(i * size, (i + 1) * size));

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
