import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { StoreError } from '../../../results/store/store-error.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { twinsKey } from '../keys.ts';
import { damaged } from '../manifest.ts';
import type { Tokens } from '../model/spending.ts';
import { type Completion, completionIn } from './chat-answer.ts';
import type { RequestIdentity } from './requests.ts';

/** An answer as it is kept: what was asked, of whom, when, and all that the server said, keys taken out. */
export interface StoredAnswer {
  readonly request: RequestIdentity;
  /** Base URL of the server. */
  readonly server: string;
  /** When the answer came, ISO 8601. */
  readonly date: string;
  /** How often the question was sent until it was answered. */
  readonly attempts: number;
  /** What was asked beside the identity: fields of the request other than its messages. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly usage: Tokens | null;
  readonly finishReason: string | null;
  /** The body of the answer. */
  readonly answer: unknown;
}

const Kept = z.object({
  format: z.literal(1),
  date: z.string(),
  usage: z.object({ input: z.number(), output: z.number() }).nullable(),
  answer: z.unknown(),
});

/** What is read of an answer. */
export interface KeptAnswer {
  readonly date: string;
  readonly usage: Tokens | null;
  readonly completion: Completion;
}

const folderOf = (name: string): string => twinsKey(name, 'answers/');

const answerKey = (name: string, key: string): string =>
  twinsKey(name, `answers/${key.slice(0, 2)}/${key}.json`);

/** The keys of all answers that are stored. */
export async function storedAnswers(store: Store, name: string): Promise<ReadonlySet<string>> {
  const keys = await store.list(folderOf(name));
  return new Set(keys.map((key) => key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, '')));
}

/** Stores an answer unless another process did so meanwhile: its answer then stays. */
export async function storeAnswer(
  store: Store,
  name: string,
  { key, answer }: { readonly key: string; readonly answer: StoredAnswer },
): Promise<void> {
  const bytes = new TextEncoder().encode(`${canonicalJson({ format: 1, ...answer })}\n`);
  try {
    await store.putIfAbsent(answerKey(name, key), bytes);
  } catch (error) {
    if (!(error instanceof StoreError && error.problem === 'conflict')) throw error;
  }
}

/** The answers under the keys, in their order; null where there is none. Throws StoreError for damage. */
export async function readAnswers(
  store: Store,
  name: string,
  keys: readonly string[],
): Promise<readonly (KeptAnswer | null)[]> {
  const places = keys.map((key) => answerKey(name, key));
  const values = await store.getMany(places);
  return values.map((bytes, i) => (bytes === null ? null : keptIn(store, places[i], bytes)));
}

function keptIn(store: Store, key: string, bytes: Uint8Array): KeptAnswer {
  const kept = Kept.safeParse(parsed(bytes)).data;
  const completion = completionIn(kept?.answer);
  if (kept !== undefined && completion !== null) return { date: kept.date, usage: kept.usage, completion };
  throw damaged(store, key, 'is no answer; remove the file, so that it is asked again');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
