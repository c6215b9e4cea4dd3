import type { Dialect, Spoken } from '../model-server.ts';
import { bytesOf, placesOf } from './weighted-tokens.ts';

export interface VllmOptions {
  /** `--max-logprobs`: 20 today, 5 before. */
  readonly maxLogprobs?: number;
  /** `--max-model-len`, in bytes of the question here. */
  readonly maxBytes?: number;
  /** Before 0.10 errors were `{ object: 'error', message }`, since then `{ error: { message } }`. */
  readonly errors?: 'flat' | 'nested';
  /** What the field of thoughts is called: reasoning_content, and reasoning since 0.12. */
  readonly thoughts?: 'reasoning_content' | 'reasoning';
  /** Whether the template of the model takes a system message; that of Gemma does not. */
  readonly takesSystem?: boolean;
}

/** Answers as `vllm serve` does: vllm/entrypoints/openai, protocol.py and serving.py. */
export function vllm(options: VllmOptions = {}): Dialect {
  const { maxLogprobs = 20, maxBytes = 1e6, errors = 'nested', thoughts = 'reasoning_content' } = options;
  const refused = (status: number, type: string, message: string): Spoken => {
    const error = { message, type, param: null, code: status };
    return { status, body: errors === 'flat' ? { object: 'error', ...error } : { error } };
  };
  return {
    chat(request, reply, usage) {
      const { top_logprobs: wanted = 0, messages } = request;
      const bytes = Buffer.byteLength(JSON.stringify(messages));
      if (Number(wanted) > maxLogprobs) {
        return refused(
          400,
          'BadRequestError',
          `Requested sample logprobs of ${wanted}, which is greater than max allowed: ${maxLogprobs}`,
        );
      }
      if (bytes > maxBytes) {
        return refused(
          400,
          'BadRequestError',
          `This model's maximum context length is ${maxBytes} tokens. However, you requested ${bytes} tokens in the messages, Please reduce the length of the messages.`,
        );
      }
      if (options.takesSystem === false && JSON.stringify(messages).includes('"role":"system"'))
        return refused(400, 'BadRequestError', 'System role not supported');
      const content = placesOf(reply, Number(wanted)).map(({ token, logprob, alternatives }) => ({
        token,
        logprob,
        bytes: bytesOf(token),
        top_logprobs: alternatives.map(([one, value]) => ({
          token: one,
          // As vLLM writes minus infinity.
          logprob: Math.max(value, -9999),
          bytes: bytesOf(one),
        })),
      }));
      const body = {
        id: 'chatcmpl-3b9f0c1e',
        object: 'chat.completion',
        created: 1_790_000_000,
        model: request.model,
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: reply.content === '' ? null : reply.content,
              refusal: null,
              annotations: null,
              audio: null,
              function_call: null,
              tool_calls: [],
              [thoughts]: reply.thoughts ?? null,
            },
            logprobs: request.logprobs === true ? { content } : null,
            finish_reason: reply.finishReason ?? 'stop',
            stop_reason: null,
            token_ids: null,
          },
        ],
        service_tier: null,
        system_fingerprint: null,
        usage: { ...Object(usage), prompt_tokens_details: null },
        prompt_logprobs: null,
        prompt_token_ids: null,
        kv_transfer_params: null,
      };
      return { status: 200, body };
    },
    embeddings: (request, vectors, usage) => ({
      status: 200,
      body: {
        id: 'embd-1',
        object: 'list',
        created: 1_790_000_000,
        model: request.model,
        data: vectors.map((embedding, index) => ({ index, object: 'embedding', embedding })),
        usage: { ...Object(usage), completion_tokens: 0, prompt_tokens_details: null },
      },
    }),
  };
}
