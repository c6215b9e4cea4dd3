import type { Dialect, Spoken } from '../model-server.ts';
import { bytesOf, placesOf } from './weighted-tokens.ts';

export interface OpenAiOptions {
  /** Models that think first take neither max_tokens nor a temperature, and give no log-probabilities. */
  readonly thinks?: boolean;
  /** How log-probabilities are refused: GPT-5 with 403, others with 400. */
  readonly logprobsStatus?: 400 | 403;
  /** Tokens that a thinking model needs before it answers. */
  readonly needs?: number;
}

/** Answers as api.openai.com does, by its reference and by what its users report of its errors. */
export function openAi({ thinks = false, logprobsStatus = 403, needs = 64 }: OpenAiOptions = {}): Dialect {
  const refused = (status: number, message: string, more: object = {}): Spoken => ({
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
  });
  const refusal = (request: Readonly<Record<string, unknown>>): Spoken | null => {
    if (!thinks) return null;
    if (request.max_tokens !== undefined) {
      return refused(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { param: 'max_tokens', code: 'unsupported_parameter' },
      );
    }
    if (request.temperature !== undefined && request.temperature !== 1) {
      return refused(
        400,
        `Unsupported value: 'temperature' does not support ${request.temperature} with this model. Only the default (1) value is supported.`,
        { param: 'temperature', code: 'unsupported_value' },
      );
    }
    if (request.logprobs !== true) return null;
    return logprobsStatus === 403
      ? refused(403, 'You are not allowed to request logprobs from this model')
      : refused(400, "Unsupported parameter: 'logprobs' is not supported with this model.", {
          param: 'logprobs',
          code: 'unsupported_parameter',
        });
  };
  return {
    chat(request, reply, usage) {
      const no = refusal(request);
      if (no !== null) return no;
      const short = thinks && Number(request.max_completion_tokens) < needs;
      const content = placesOf(reply, Number(request.top_logprobs ?? 0)).map(
        ({ token, logprob, alternatives }) => ({
          token,
          logprob,
          bytes: bytesOf(token),
          top_logprobs: alternatives.map(([one, value]) => ({
            token: one,
            logprob: value,
            bytes: bytesOf(one),
          })),
        }),
      );
      const body = {
        id: 'chatcmpl-CgXk',
        object: 'chat.completion',
        created: 1_790_000_000,
        model: `${request.model}-2026-08-07`,
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: short ? '' : reply.content,
              refusal: null,
              annotations: [],
            },
            ...(thinks ? {} : { logprobs: request.logprobs === true ? { content, refusal: null } : null }),
            finish_reason: short ? 'length' : 'stop',
          },
        ],
        usage: {
          ...Object(usage),
          prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
          completion_tokens_details: { reasoning_tokens: thinks ? needs : 0, audio_tokens: 0 },
        },
        service_tier: 'default',
        system_fingerprint: thinks ? null : 'fp_560af6e559',
      };
      return { status: 200, body };
    },
    embeddings: (request, vectors, usage) => ({
      status: 200,
      body: {
        object: 'list',
        data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
        model: request.model,
        usage,
      },
    }),
  };
}
