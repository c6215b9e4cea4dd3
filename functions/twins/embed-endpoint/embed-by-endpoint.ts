import type { Store } from '../../../results/store/store.ts';
import type { Embedded, EmbedRequest } from '../embed-features.ts';
import { embedTexts, sideText } from '../embed-texts.ts';
import type { Embedder } from '../embedder.ts';
import { costWords, count } from '../model/cost-words.ts';
import type { ModelClient } from '../model/model-client.ts';
import { type Cap, NO_TOKENS, type Prices, plus, type Tokens } from '../model/spending.ts';
import { aboutTokens } from '../model/token-rule.ts';
import { readPairs } from '../pairs-file.ts';
import type { StageOptions } from '../stage-progress.ts';
import { TwinsError } from '../twins-error.ts';
import { type EmbeddedTexts, openEmbeddedTexts } from './embedded-texts.ts';
import { endpointEmbedder, endpointProvenance } from './endpoint-embedder.ts';

export interface EndpointRequest extends EmbedRequest {
  readonly client: ModelClient;
  readonly dimensions?: number;
  readonly concurrency: number;
  readonly textsAtOnce: number;
  readonly cap: Cap;
  readonly prices: Prices | null;
  /** Told what it will take, in a sentence, once and before anything is asked for. */
  readonly agree: (sentence: string) => Promise<boolean>;
}

/**
 * Embeds both sides of every pair by an endpoint. Vectors are stored the moment they come and kept until the features are written, so that
 * nothing is asked for twice however often it is interrupted.
 *
 * @throws TwinsError where nobody agrees, or what the server gives are no vectors of one length; ModelError where it fails.
 */
export async function embedByEndpoint(
  store: Store,
  name: string,
  request: EndpointRequest,
  options: StageOptions = {},
): Promise<Embedded> {
  const { client, dimensions, concurrency, textsAtOnce, centre, spectrum, again } = request;
  const model = { model: client.model, ...(dimensions === undefined ? {} : { dimensions }) };
  const texts = await openEmbeddedTexts(store, name, endpointProvenance(model));
  client.countSpent(texts.spent);
  const asking = endpointEmbedder({ ...model, client, texts, concurrency, textsAtOnce });
  let agreed: Promise<void> | null = null;
  const embedder: Embedder = {
    ...asking,
    embed: async (some, signal) => {
      agreed ??= agreeOnce(store, name, { request, texts, reads: asking.reads });
      await agreed;
      return asking.embed(some, signal);
    },
  };
  const embedded = await embedTexts(store, name, { centre, spectrum, again, embedder }, options);
  await texts.clear();
  return embedded;
}

async function agreeOnce(
  store: Store,
  name: string,
  asked: {
    readonly request: EndpointRequest;
    readonly texts: EmbeddedTexts;
    readonly reads: Embedder['reads'];
  },
): Promise<void> {
  const { request, texts, reads } = asked;
  const { pairs } = await readPairs(store, name);
  const seen = new Set<string>();
  let lacking = 0;
  let tokens: Tokens = NO_TOKENS;
  for await (const pair of pairs()) {
    for (const side of ['chosen', 'rejected'] as const) {
      const text = sideText(pair, side, reads);
      if (texts.has(text) || seen.has(text)) continue;
      seen.add(text);
      lacking++;
      tokens = plus(tokens, { input: aboutTokens([text]), output: 0 });
    }
  }
  if (lacking === 0) return;
  const requests = Math.ceil(lacking / request.textsAtOnce);
  const sentence = `${count(lacking)} texts in about ${count(requests)} requests, ${costWords(tokens, request)}.`;
  if (await request.agree(sentence)) return;
  throw new TwinsError('Nothing was asked for, and no features were written.');
}
