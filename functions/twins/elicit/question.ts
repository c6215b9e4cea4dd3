import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { readPairs } from '../pairs-file.ts';
import { readPersonas } from '../personas-file.ts';
import { TwinsError } from '../twins-error.ts';
import { type Design, type DesignSize, drawDesign, drawOrders } from './design.ts';
import type { Order, Plan } from './requests.ts';
import type { Template } from './template.ts';

/** What is asked of whom. Equal questions give equal requests, in whatever run. */
export interface ElicitQuestion {
  readonly template: Template;
  readonly design: Design;
  /** Both orders of the two replies, or one at random. */
  readonly orders: 'both' | 'one';
  /** null: the server's own. */
  readonly temperature: number | null;
  /** The longest answer. */
  readonly maxTokens: number;
  readonly seed: number;
}

/** Raised when answers are read otherwise. */
const READING = 2;

/** Questions of a judgement in both orders. */
const ORDERS: readonly Order[] = ['chosen-first', 'rejected-first'];

export const ordersAsked = ({ orders }: ElicitQuestion): number => (orders === 'both' ? ORDERS.length : 1);

/** A run keeps track of every question, in a set that holds 2^24. */
const MOST_QUESTIONS = 16_000_000;

function refuseTooMany(question: ElicitQuestion, { pairs, personas }: DesignSize): void {
  const { kind, count } = question.design;
  const questions = (kind === 'per-pair' ? pairs : personas) * count * ordersAsked(question);
  if (questions <= MOST_QUESTIONS) return;
  throw new TwinsError(
    `--${kind} ${count} with --orders ${question.orders} makes ${questions.toLocaleString('en')} questions; at most ${MOST_QUESTIONS.toLocaleString('en')} are asked under one --name. Ask fewer a pair or a persona, one order, or import the pairs in parts under several names.`,
  );
}

/**
 * What a question comes to on the pairs and personas of a data set, and the SHA-256 of everything that decides its labels but the answers.
 *
 * @throws TwinsError where there are no pairs or personas, or fewer than the design needs.
 */
export async function planOf(
  store: Store,
  name: string,
  { question, model }: { readonly question: ElicitQuestion; readonly model: string },
): Promise<{ readonly plan: Plan; readonly inputs: string }> {
  const { template, design, orders, temperature, maxTokens, seed } = question;
  const pairs = await readPairs(store, name);
  const personas = await readPersonas(store, name);
  if (pairs.count === 0 || personas.length === 0) {
    throw new TwinsError(
      `The data set ${name} has ${pairs.count} pairs and ${personas.length} personas; one of each is needed.`,
    );
  }
  refuseTooMany(question, { pairs: pairs.count, personas: personas.length });
  const chosenFirst = drawOrders(seed);
  const plan: Plan = {
    pairs: () => pairs.pairs(),
    personas,
    judgements: drawDesign(design, { pairs: pairs.count, personas: personas.length }, seed),
    ordersOf: (pair, persona) =>
      orders === 'both' ? ORDERS : [chosenFirst(pair, persona) ? 'chosen-first' : 'rejected-first'],
    template,
    model,
    temperature,
    maxTokens,
  };
  const asked = {
    design: { ...design },
    orders,
    temperature,
    maxTokens,
    seed,
    model,
    template: template.sha256,
  };
  const content = {
    pairs: pairs.manifest.parts.map(({ sha256 }) => sha256),
    personas: personas.map(({ id, text }) => [id, text]),
  };
  return { plan, inputs: sha256Hex(canonicalJson({ elicit: READING, ...asked, ...content })) };
}
