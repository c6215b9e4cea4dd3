import type { Turn } from '../pair.ts';
import { isRecord, kindOf } from '../records/json-lines.ts';

/** What ShareGPT and others call the speakers. */
const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  gpt: 'assistant',
  bot: 'assistant',
  prompter: 'user',
};

/** Why a value cannot be used, the name of its place not yet said. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

/** The turns of a list of messages, `{ role, content }` or `{ from, value }`. Throws Unusable. */
export function turnsOf(messages: readonly unknown[], place: string): readonly Turn[] {
  if (messages.length === 0) throw new Unusable(`${place} has no messages`);
  return messages.map((message, i) => turnOf(message, `message ${i + 1} of ${place}`));
}

function turnOf(message: unknown, place: string): Turn {
  if (!isRecord(message)) throw new Unusable(`${place} is ${kindOf(message)}, not an object`);
  const role = message.role ?? message.from;
  if (typeof role !== 'string') throw new Unusable(`${place} has no role`);
  return { role: ROLES[role] ?? role, text: textOf(message.content ?? message.value, place) };
}

/** A text, or parts that are all text. */
function textOf(content: unknown, place: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw new Unusable(`${place} has no text`);
  return content
    .map((part: unknown) => {
      if (isRecord(part) && typeof part.text === 'string') return part.text;
      throw new Unusable(`${place} has a part that is no text`);
    })
    .join('');
}
