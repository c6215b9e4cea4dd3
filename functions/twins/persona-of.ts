import type { Persona } from './pair.ts';
import { isRecord, kindOf } from './records/json-lines.ts';

/** A persona, or why a record is none. */
export type PersonaOf = { readonly persona: Persona } | { readonly problem: string };

const IDS = ['id', 'pid', 'persona_id', 'user_id', 'participant_id'];
/** A summary before the whole text: what a model is told is paid for by its length. */
const TEXTS = ['text', 'persona_summary', 'summary', 'persona', 'persona_text', 'description', 'profile'];
const SURVEYS = ['survey', 'answers', 'responses'];

const COLUMNS = new Set([...IDS, ...TEXTS, ...SURVEYS]);

/** Whether a column can be part of a persona: the others of a Parquet file are not read. */
export const isPersonaColumn = (name: string): boolean => COLUMNS.has(name);

/**
 * The persona in a record: an id (else `fallbackId`), a text, and the answers of a survey. Where there are answers and no text, the text is
 * the answers, one a line.
 */
export function personaOf(value: Readonly<Record<string, unknown>>, fallbackId: string): PersonaOf {
  const id = firstOf(value, IDS);
  if (typeof id === 'object' || id === '') return { problem: `id is ${id === '' ? 'empty' : kindOf(id)}` };
  const found = firstOf(value, TEXTS);
  if (found !== undefined && typeof found !== 'string') return { problem: `text is ${kindOf(found)}` };
  const survey = firstOf(value, SURVEYS);
  if (survey !== undefined && !isRecord(survey))
    return { problem: `survey is ${kindOf(survey)}, not an object` };
  const text = found ?? (survey === undefined ? '' : surveyText(survey));
  if (text.trim() === '') return { problem: `has no text (${TEXTS.join(', ')})` };
  return {
    persona: {
      id: id === undefined ? fallbackId : String(id),
      text,
      ...(survey === undefined ? {} : { survey: plain(survey) }),
    },
  };
}

const firstOf = (value: Readonly<Record<string, unknown>>, names: readonly string[]): unknown => {
  const name = names.find((one) => Object.hasOwn(value, one) && value[one] !== null);
  return name === undefined ? undefined : value[name];
};

const surveyText = (survey: Readonly<Record<string, unknown>>): string =>
  Object.entries(survey)
    .map(([question, answer]) => `${question}: ${typeof answer === 'string' ? answer : json(answer)}`)
    .join('\n');

/** As JSON has it: a Parquet file has integers and dates that JSON has not. */
const plain = (survey: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  JSON.parse(json(survey));

const json = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)) ?? 'null';
