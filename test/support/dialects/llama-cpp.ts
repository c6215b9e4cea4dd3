import type { Dialect, Spoken } from '../model-server.ts';
import { bytesOf, placesOf } from './weighted-tokens.ts';

export interface LlamaCppOptions {
  /** `-c`, in bytes of the question here. */
  readonly maxBytes?: number;
  /** `-ub`, in bytes of a text here. */
  readonly batchBytes?: number;
  /** Whether it was started with `--embeddings`. */
  readonly embeds?: boolean;
  /** Answers of other tasks than these come first: so many requests find the model still loading. */
  loading?: number;
  /** Whether the template of the model takes a system message. */
  readonly takesSystem?: boolean;
}

/** The probability 0 as llama-server writes its logarithm. */
const LOWEST = -3.4028234663852886e38;

/** Answers as `llama-server` does: tools/server of llama.cpp. It takes whatever the model is called. */
export function llamaCpp(options: LlamaCppOptions = {}): Dialect {
  const { maxBytes = 1e6, batchBytes = 1e6, embeds = true, takesSystem = true } = options;
  let loading = options.loading ?? 0;
  const refused = (code: number, type: string, message: string, more: object = {}): Spoken => ({
    status: code,
    body: { error: { code, message, type, ...more } },
  });
  const stillLoading = (): Spoken | null =>
    loading-- > 0 ? refused(503, 'unavailable_error', 'Loading model') : null;
  return {
    chat(request, reply, usage) {
      const bytes = Buffer.byteLength(JSON.stringify(request.messages));
      const busy = stillLoading();
      if (busy !== null) return busy;
      if (bytes > maxBytes) {
        return refused(
          400,
          'exceed_context_size_error',
          `request (${bytes} tokens) exceeds the available context size (${maxBytes} tokens), try increasing it`,
          { n_prompt_tokens: bytes, n_ctx: maxBytes },
        );
      }
      if (!takesSystem && JSON.stringify(request.messages).includes('"role":"system"'))
        return refused(500, 'server_error', 'Jinja Exception: System role not supported');
      const content = placesOf(reply, Number(request.top_logprobs ?? 0)).map(
        ({ token, logprob, alternatives }, id) => ({
          id,
          token,
          bytes: bytesOf(token),
          logprob,
          top_logprobs: alternatives.map(([one, value], k) => ({
            id: 1000 + k,
            token: one,
            bytes: bytesOf(one),
            logprob: Number.isFinite(value) ? value : LOWEST,
          })),
        }),
      );
      const body = {
        choices: [
          {
            finish_reason: reply.finishReason ?? 'stop',
            index: 0,
            message: {
              role: 'assistant',
              ...(reply.thoughts === undefined ? {} : { reasoning_content: reply.thoughts }),
              content: reply.content,
            },
            ...(request.logprobs === true ? { logprobs: { content } } : {}),
          },
        ],
        created: 1_790_000_000,
        model: request.model,
        system_fingerprint: 'b6123-abcdef0',
        object: 'chat.completion',
        usage,
        id: 'chatcmpl-6ppJao4m9PSUS61B7zrPdaNoWG5L0wj8',
        timings: { prompt_n: 1, prompt_ms: 25.2, predicted_n: 1, predicted_ms: 3.1 },
      };
      return { status: 200, body };
    },
    embeddings(request, vectors, usage) {
      const busy = stillLoading();
      if (busy !== null) return busy;
      if (!embeds) {
        return refused(
          501,
          'not_supported_error',
          'This server does not support embeddings. Start it with `--embeddings`',
        );
      }
      const { input } = request;
      const longest = Array.isArray(input)
        ? Math.max(...input.map((one) => Buffer.byteLength(String(one))))
        : 0;
      if (longest > batchBytes) {
        return refused(
          500,
          'server_error',
          `input (${longest} tokens) is too large to process. increase the physical batch size (current batch size: ${batchBytes})`,
        );
      }
      const data = vectors.map((embedding, index) => ({ embedding, index, object: 'embedding' }));
      return { status: 200, body: { model: request.model, object: 'list', usage, data } };
    },
  };
}
