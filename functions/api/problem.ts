/** What is wrong with a request, in the words of RFC 9457. */
export interface Problem {
  readonly status: 400 | 404 | 405 | 406 | 408 | 409 | 413 | 414 | 431 | 500 | 503;
  readonly title: string;
  /** A sentence. */
  readonly detail: string;
  readonly parameter?: string;
  /** As it was given, cut where it is long. */
  readonly value?: string;
  /** What the parameter may be: a list of values or a description. */
  readonly allowed?: readonly string[] | string;
  readonly retryAfterSeconds?: number;
}

/** Ends the handling of a request with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Letters of a value that are repeated to who sent it. */
const SHOWN = 120;
/** Allowed values that are listed. */
const LISTED = 50;

/** A parameter that is not what it may be. */
export function badParameter(
  parameter: string,
  value: string,
  allowed: readonly string[] | string,
): ProblemError {
  const list = typeof allowed === 'string' ? allowed : `one of ${allowed.slice(0, LISTED).join(', ')}`;
  return new ProblemError({
    status: 400,
    title: 'A parameter is not allowed',
    detail: `${cut(parameter)} is ${JSON.stringify(cut(value))}; allowed is ${list}.`,
    parameter: cut(parameter),
    value: cut(value),
    allowed: typeof allowed === 'string' ? allowed : allowed.slice(0, LISTED),
  });
}

/** What is asked for is not there. */
export const notFound = (detail: string, rest: Partial<Problem> = {}): ProblemError =>
  new ProblemError({ status: 404, title: 'Not found', detail, ...rest });

/** The problem as JSON; `<` is escaped, whatever a reader takes it for. */
export const problemText = (problem: Problem): string =>
  `${JSON.stringify({ type: 'about:blank', ...problem }, null, 2).replaceAll('<', '\\u003c')}\n`;

/** The problem as `application/problem+json`. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(problemText(problem), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(problem.retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': String(problem.retryAfterSeconds) }),
      ...headers,
    },
  });
}

const cut = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\u2026`);
