import { TwinsError } from '../twins-error.ts';

/** The key of a server, and where it was found. */
export interface ModelKey {
  /** Name of the environment variable. */
  readonly variable: string;
  /** null: none is set, as for a server that wants none. */
  readonly value: string | null;
}

/** Where keys are looked for when no other variable is named. */
export const DEFAULT_KEY_VARIABLE = 'OPENAI_API_KEY';

/**
 * The key in an environment variable.
 *
 * @param named the variable that was asked for; OPENAI_API_KEY, which may be unset, by default.
 * @throws TwinsError where a variable was named and is not set, or its value cannot be sent.
 */
export function modelKey(
  environment: Readonly<Record<string, string | undefined>>,
  named?: string,
): ModelKey {
  const variable = named ?? DEFAULT_KEY_VARIABLE;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(variable)) {
    // What was given may be the key itself.
    throw new TwinsError(
      '--key-env is not the name of an environment variable; it names the variable, never the key itself.',
    );
  }
  const value = environment[variable]?.trim() ?? '';
  if (value === '' && named !== undefined) {
    throw new TwinsError(
      '--key-env names an environment variable that is not set; it names the variable, never the key itself.',
    );
  }
  if (!/^[\x21-\x7e]*$/.test(value))
    throw new TwinsError(`The key in ${variable} has characters that no header can carry.`);
  return { variable, value: value === '' ? null : value };
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * Everything in the environment that is sent and that a server, or the way to it, may repeat: the key, headers that a person adds with
 * OPENAI_CUSTOM_HEADERS, which may be keys of a gateway, and passwords of proxies; each also percent-encoded and in base64.
 */
export function secretsOf(
  key: ModelKey,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const headers = (environment.OPENAI_CUSTOM_HEADERS ?? '').split('\n');
  const values = headers.map((line) => line.slice(line.indexOf(':') + 1).trim());
  const plain = [...(key.value === null ? [] : [key.value]), ...values, ...passwordsOf(environment)];
  return [
    ...new Set(
      plain.flatMap((one) => [one, encodeURIComponent(one), base64Of(one), JSON.stringify(one).slice(1, -1)]),
    ),
  ];
}

function passwordsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return PROXIES.flatMap((name) => {
    const text = environment[name] ?? '';
    if (!URL.canParse(text)) return [];
    const { username, password } = new URL(text);
    return [password, decoded(password), `${username}:${password}`];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const base64Of = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
