/**
 * `fetch`, with errors in the one form that the client library reads, `{ error: { message } }`: it drops what servers say as
 * `{ message }` (vLLM), `{ detail }` (FastAPI) or in plain text.
 */
export async function fetchWithErrorBodies(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, init);
  if (response.status < 400) return response;
  const text = await response.text();
  const { status, headers } = response;
  return new Response(JSON.stringify({ error: errorIn(text) }), { status, headers });
}

function errorIn(text: string): unknown {
  const parsed = parsedOr(text);
  const { error, message, detail } = Object(parsed);
  if (typeof error === 'object' && error !== null) return error;
  const said = [error, message, detail, parsed].find((one) => one !== undefined && one !== '');
  return { message: typeof said === 'string' ? said : JSON.stringify(said ?? 'no reason') };
}

/** An error that a server sent as an answer with status 200, as routers of several servers do. */
class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
  readonly status: number;
  readonly code: unknown;
  readonly type: unknown;

  constructor({ message, code, type }: Readonly<Record<string, unknown>>) {
    const said = typeof message === 'string' ? message : JSON.stringify(message ?? 'no reason');
    const status = Number(code);
    const known = Number.isInteger(status) && status >= 400 && status < 600;
    super(known ? `${status} ${said}` : said);
    this.status = known ? status : 500;
    this.code = code;
    this.type = type;
  }
}

/** Throws AnsweredError for an answer that is an error, beside which there is nothing. */
export function refuseError(body: unknown): void {
  const { error, choices, data } = Object(body);
  if (typeof error !== 'object' || error === null || choices !== undefined || data !== undefined) return;
  throw new AnsweredError(error);
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
