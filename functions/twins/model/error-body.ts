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

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
