import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import type { Pair, Persona, Turn } from '../pair.ts';
import { conversationText, replyText } from './conversation-text.ts';
import type { Judgements } from './design.ts';
import { filled, type Message, type Template } from './template.ts';

/** Which reply is shown first. */
export type Order = 'chosen-first' | 'rejected-first';

/** Everything that decides what a model is asked; its hash names the answer. */
export interface RequestIdentity {
  readonly model: string;
  /** SHA-256 of the template. */
  readonly template: string;
  readonly persona: { readonly id: string; readonly sha256: string };
  /** SHA-256 of the turns of the pair. */
  readonly pair: string;
  readonly order: Order;
  /** null: the server's own. */
  readonly temperature: number | null;
  readonly maxTokens: number;
}

/** One question to the model. */
export interface ChoiceRequest {
  /** SHA-256 of the identity. */
  readonly key: string;
  readonly identity: RequestIdentity;
  readonly pair: number;
  readonly persona: number;
  readonly messages: readonly Message[];
}

/** What is asked, of whom, about what. */
export interface Plan {
  readonly pairs: () => AsyncIterable<Pair>;
  readonly personas: readonly Persona[];
  readonly judgements: Judgements;
  /** The orders in which persona u is shown pair i. */
  readonly ordersOf: (pair: number, persona: number) => readonly Order[];
  readonly template: Template;
  readonly model: string;
  readonly temperature: number | null;
  readonly maxTokens: number;
}

/** The questions of one judgement, one an order. */
export type JudgementRequests = readonly ChoiceRequest[];

/** The judgements of a plan with their questions, by pair. */
export async function* plannedRequests(plan: Plan): AsyncGenerator<JudgementRequests> {
  const { start, persona } = plan.judgements;
  const people = plan.personas.map(({ id, text }) => ({ id, sha256: sha256Hex(text) }));
  let i = 0;
  for await (const pair of plan.pairs()) {
    const shown = shownOf(pair);
    for (let at = start[i]; at < start[i + 1]; at++) {
      const u = persona[at];
      yield plan
        .ordersOf(i, u)
        .map((order) => requestOf(plan, { pair: i, persona: u, person: people[u], shown, order }));
    }
    i++;
  }
}

interface ShownPair {
  readonly sha256: string;
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
}

function shownOf({ prompt, chosen, rejected }: Pair): ShownPair {
  const said = (turns: readonly Turn[]): unknown => turns.map(({ role, text }) => [role, text]);
  return {
    sha256: sha256Hex(canonicalJson([said(prompt), said(chosen), said(rejected)])),
    prompt: conversationText(prompt),
    chosen: replyText(chosen),
    rejected: replyText(rejected),
  };
}

interface Asking {
  readonly pair: number;
  readonly persona: number;
  readonly person: RequestIdentity['persona'];
  readonly shown: ShownPair;
  readonly order: Order;
}

function requestOf(plan: Plan, { pair, persona, person, shown, order }: Asking): ChoiceRequest {
  const { template, model, temperature, maxTokens } = plan;
  const identity = {
    model,
    template: template.sha256,
    persona: person,
    pair: shown.sha256,
    order,
    temperature,
    maxTokens,
  };
  const [first, second] =
    order === 'chosen-first' ? [shown.chosen, shown.rejected] : [shown.rejected, shown.chosen];
  const { text } = plan.personas[persona];
  const messages = filled(template, { persona: text, prompt: shown.prompt, first, second });
  return { key: sha256Hex(canonicalJson(identity)), identity, pair, persona, messages };
}
