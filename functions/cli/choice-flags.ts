import type { ChoiceRequest } from '../data/choice-request.ts';
import { InputError } from './input-error.ts';

/** The flags that say how a file of choices is to be read. */
export interface ChoiceFlags {
  readonly outcome?: string;
  readonly intercept?: boolean;
  readonly items?: string;
  readonly chooser?: string;
  readonly situation?: string;
  readonly alternative?: string;
  readonly chosen?: string;
  readonly features?: string;
  readonly without?: string;
  readonly categories?: string;
  readonly yes?: string;
}

const FORMATS =
  'a file of single choices needs --outcome, one of pairs --items and, unless the first was always chosen, --outcome, the long format --situation and --chosen, and where there are such columns --chooser and --alternative';

/** The kind of file that the flags describe. Throws InputError where they describe none. */
export function choiceRequest(flags: ChoiceFlags): ChoiceRequest {
  const request = requestOf(flags);
  checkDistinct(request, flags);
  return {
    ...request,
    features: namesOf(flags, 'features'),
    without: namesOf(flags, 'without'),
    categories: namesOf(flags, 'categories'),
    yes: flags.yes?.trim(),
  };
}

function namesOf(
  flags: ChoiceFlags,
  flag: 'features' | 'without' | 'categories',
): readonly string[] | undefined {
  const text = flags[flag];
  return text === undefined ? undefined : namesIn(text, `--${flag}`);
}

function requestOf(flags: ChoiceFlags): ChoiceRequest {
  const { outcome, intercept = false, items, chooser, situation, alternative, chosen } = flags;
  if (situation !== undefined || alternative !== undefined || chosen !== undefined) {
    refuse({ '--outcome': outcome, '--items': items, '--intercept': intercept || undefined });
    if (situation === undefined || chosen === undefined) {
      const given = Object.entries({ situation, chosen });
      const lacking = given.flatMap(([flag, value]) => (value === undefined ? [`--${flag}`] : []));
      throw new InputError(`The long format lacks ${lacking.join(' and ')}; ${FORMATS}.`);
    }
    return { format: 'long', chooser, situation, alternative, chosen };
  }
  if (items === undefined) {
    if (outcome === undefined) throw new InputError(`--outcome is missing; ${FORMATS}.`);
    return { format: 'binary', outcome, intercept, chooser };
  }
  if (intercept) {
    throw new InputError('--intercept is for single choices; a comparison of two items has no constant.');
  }
  const groups = namesIn(items, '--items');
  if (groups.length !== 2 || groups[0] === groups[1]) {
    throw new InputError(
      `--items is ${items}; two different beginnings or endings of names are needed, with a comma.`,
    );
  }
  return { format: 'pairs', outcome, items: [groups[0], groups[1]], chooser };
}

function refuse(flags: Readonly<Record<string, unknown>>): void {
  const [flag] = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (flag !== undefined)
    throw new InputError(`${flag} does not go together with the long format; ${FORMATS}.`);
}

function checkDistinct(request: ChoiceRequest, flags: ChoiceFlags): void {
  const { outcome, chooser, situation, alternative, chosen } = flags;
  const named = Object.entries({ outcome, chooser, situation, alternative, chosen }).flatMap(
    ([flag, column]) => (column === undefined ? [] : [{ flag, column }]),
  );
  for (const [i, { flag, column }] of named.entries()) {
    const other = named.slice(0, i).find((before) => before.column === column);
    // A person who made one choice may be called by its name.
    const isOneChoice = other?.flag === 'chooser' && flag === 'situation';
    if (other !== undefined && !isOneChoice) {
      throw new InputError(`--${other.flag} and --${flag} name the same column ${column}.`);
    }
  }
  if (request.format === 'binary' && outcome === '') throw new InputError('--outcome is empty.');
}

function namesIn(text: string, flag: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InputError(`${flag} is ${JSON.stringify(text)}; one name is empty.`);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined && flag !== '--items') throw new InputError(`${flag} names ${repeated} twice.`);
  return names;
}
