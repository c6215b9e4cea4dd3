import type { Dialect, Spoken } from '../model-server.ts';
import { bytesOf, placesOf } from './weighted-tokens.ts';

export interface OllamaOptions {
  /** Names of models that were pulled. */
  readonly models?: readonly string[];
  /** Log-probabilities came with 0.12.11; before, the request for them is passed over in silence. */
  readonly logprobs?: boolean;
  /** Tokens of context: longer questions are cut off at the beginning, in silence. */
  readonly context?: number;
}

/** Answers as Ollama does under /v1: openai/openai.go of its sources. */
export function ollama({ models = ['known'], logprobs = true, context = 4096 }: OllamaOptions = {}): Dialect {
  const absent = (model: unknown): Spoken | null =>
    models.includes(String(model))
      ? null
      : {
          status: 404,
          body: {
            error: {
              message: `model "${model}" not found, try pulling it first`,
              type: 'not_found_error',
              param: null,
              code: null,
            },
          },
        };
  return {
    chat(request, reply, usage) {
      const refused = absent(request.model);
      if (refused !== null) return refused;
      const { prompt_tokens, ...others } = Object(usage);
      const content = placesOf(reply, Number(request.top_logprobs ?? 0)).map(
        ({ token, logprob, alternatives }) => ({
          token,
          logprob,
          bytes: bytesOf(token),
          ...(alternatives.length === 0
            ? {}
            : { top_logprobs: alternatives.map(([one, value]) => ({ token: one, logprob: value })) }),
        }),
      );
      const body = {
        id: 'chatcmpl-318',
        object: 'chat.completion',
        created: 1_790_000_000,
        model: request.model,
        system_fingerprint: 'fp_ollama',
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: reply.content,
              ...(reply.thoughts === undefined ? {} : { reasoning: reply.thoughts }),
            },
            finish_reason: reply.finishReason ?? 'stop',
            ...(logprobs && request.logprobs === true ? { logprobs: { content } } : {}),
          },
        ],
        usage: { ...others, prompt_tokens: Math.min(prompt_tokens, context) },
      };
      return { status: 200, body };
    },
    embeddings: (request, vectors, usage) =>
      absent(request.model) ?? {
        status: 200,
        body: {
          object: 'list',
          data: vectors.map((embedding, index) => ({
            object: 'embedding',
            embedding: request.encoding_format === 'base64' ? base64Of(embedding) : embedding,
            index,
          })),
          model: request.model,
          usage,
        },
      },
  };
}

/** float32, little-endian, in base64. */
export const base64Of = (values: readonly number[]): string =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64');
