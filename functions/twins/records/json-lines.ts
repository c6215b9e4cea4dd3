import { TwinsError } from '../twins-error.ts';
import { linesOf } from './lines.ts';
import type { FoundRecord } from './record.ts';

/** JSON Lines: one object a line, as it is or compressed with gzip. Throws TwinsError as `linesOf`. */
export async function* jsonLines(path: string): AsyncGenerator<FoundRecord> {
  let first = true;
  for await (const line of linesOf(path)) {
    if ('problem' in line) yield { line: line.number, problem: line.problem };
    else {
      if (first && /^\s*\[\s*(\{|$)/.test(line.text)) {
        throw new TwinsError(
          `${path} is one JSON list; JSON Lines are needed, one object a line (jq -c '.[]' makes them).`,
        );
      }
      yield recordOf(line.number, line.text);
    }
    first = false;
  }
}

function recordOf(line: number, text: string): FoundRecord {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return { line, value };
    return { line, problem: `is ${kindOf(value)} and no object` };
  } catch {
    return { line, problem: 'is not JSON' };
  }
}

/** Whether a value is an object with named values. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What kind of JSON value something is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'missing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
