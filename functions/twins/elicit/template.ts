import { sha256Hex } from '../../study/mechanism.ts';
import { wellFormed } from '../model/well-formed.ts';
import { TwinsError } from '../twins-error.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const PLACEHOLDERS = ['persona', 'prompt', 'first', 'second'] as const;

/** What a template asks about: a persona, a conversation, and two replies in the order in which they are shown. */
export type Shown = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

export interface Template {
  /** The file's name without its folders. */
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly sections: readonly Message[];
}

const HEADING = /^--- (system|user|assistant)[ \t]*$/;
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Reads a template: sections that begin with a line `--- system`, `--- user` or `--- assistant`, after remarks that begin with #. Each of
 * {{persona}}, {{prompt}}, {{first}} and {{second}} must stand in it, nothing else between double braces, and the last section must be
 * the user's.
 *
 * @throws TwinsError that names the file and the line.
 */
export function parseTemplate(file: string, text: string): Template {
  const wrong = (why: string): TwinsError => new TwinsError(`The template ${file} ${why}.`);
  const sections: { role: Message['role']; lines: string[] }[] = [];
  for (const [i, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    const role = roleOf(line);
    if (role !== null) sections.push({ role, lines: [] });
    else if (sections.length > 0) sections[sections.length - 1].lines.push(line);
    else if (line.trim() !== '' && !line.startsWith('#'))
      throw wrong(
        `has in line ${i + 1} text before its first section; a section begins with a line "--- user"`,
      );
    for (const [, name] of line.startsWith('#') && sections.length === 0 ? [] : line.matchAll(PLACEHOLDER)) {
      if (!isPlaceholder(name))
        throw wrong(`has {{${name}}} in line ${i + 1}; allowed are ${PLACEHOLDERS.map(braced).join(', ')}`);
    }
  }
  if (sections.at(-1)?.role !== 'user') throw wrong('does not end with a section "--- user"');
  const messages = sections.map(({ role, lines }) => ({ role, content: lines.join('\n').trim() }));
  const whole = messages.map(({ content }) => content).join('\n');
  const found = new Set(Array.from(whole.matchAll(PLACEHOLDER), ([, name]) => name));
  const missing = PLACEHOLDERS.filter((name) => !found.has(name));
  if (missing.length > 0) throw wrong(`has no ${missing.map(braced).join(' and no ')}`);
  return { file, sha256: sha256Hex(text), sections: messages };
}

/** The messages of a template, each placeholder replaced once: braces in what is shown stay as they are. */
export const filled = ({ sections }: Template, shown: Shown): readonly Message[] =>
  sections.map(({ role, content }) => ({
    role,
    content: wellFormed(
      content.replace(PLACEHOLDER, (all, name) => (isPlaceholder(name) ? shown[name] : all)),
    ),
  }));

function roleOf(line: string): Message['role'] | null {
  const role = HEADING.exec(line)?.[1];
  return role === 'system' || role === 'user' || role === 'assistant' ? role : null;
}

const isPlaceholder = (name: string): name is keyof Shown => PLACEHOLDERS.some((one) => one === name);

const braced = (name: string): string => `{{${name}}}`;
