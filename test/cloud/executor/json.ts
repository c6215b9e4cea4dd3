/** What a state holds. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Step Functions holds no more in one state. */
const MOST_BYTES = 262_144;

/** A copy as it would come over the wire. @throws StateError `States.DataLimitExceeded` above 256 KB. */
export function transmitted(value: unknown, what: string): Json {
  const text = JSON.stringify(value);
  if (text === undefined) throw new StateError('States.Runtime', `${what} is nothing that JSON can say`);
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    throw new StateError('States.DataLimitExceeded', `${what} has ${bytes} bytes; ${MOST_BYTES} are allowed`);
  }
  return JSON.parse(text);
}

/** What makes a state fail: the name that Retry and Catch match, and the cause in words. */
export class StateError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}
