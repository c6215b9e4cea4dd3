import type { Engine } from '../../study/engine.ts';
import { type Foreseen, foresee } from './foreseen.ts';
import { drawForeseen, drawPlayed, type Fragments, outcome } from './fragments.tsx';
import { foreseenOnly, startPlay } from './played.ts';
import { studyOf, unanswerable } from './played-study.ts';
import { drawReplayed, replayVerdict, unreplayable } from './replay-view.tsx';
import { type ReplayRequest, replayAgain } from './replayed.ts';
import { parseSettings, type Settings } from './settings.ts';

/** What a page asks of its worker; a new order ends the one before. */
export type Order =
  /** Theory only, at once: a disc is moving. */
  | { readonly kind: 'look'; readonly id: number; readonly query: string; readonly still: boolean }
  /** All of it; still: drawn once, at the end. */
  | { readonly kind: 'run'; readonly id: number; readonly query: string; readonly still: boolean }
  | { readonly kind: 'replay'; readonly id: number; readonly request: ReplayRequest }
  /** Ends the order before and asks for nothing. */
  | { readonly kind: 'stop'; readonly id: number };

/** What a worker says of the order `id`. */
export type Reply = { readonly id: number } & (
  | { readonly kind: 'drawn'; readonly fragments: Partial<Fragments>; readonly share: number }
  | {
      readonly kind: 'done';
      readonly fragments: Partial<Fragments>;
      readonly sentence: string;
      readonly replayed?: string;
    }
  | { readonly kind: 'failed'; readonly sentence: string }
);

/** What a worker needs of where it runs. */
export interface WorkerHost {
  readonly post: (reply: Reply) => void;
  /** Lets orders come in. */
  readonly rest: () => Promise<void>;
  readonly now: () => number;
  /** The engine that settings ask for, with what executes in words. */
  readonly engine: (on: Settings['on']) => Promise<{ readonly engine: Engine; readonly name: string }>;
}

/** Milliseconds between two drawings, and of computing before orders are let in. */
const DRAWN_EVERY = 400;
const REST_EVERY = 40;

/** Answers orders; the function takes one. */
export function createWorkerLoop(host: WorkerHost): (order: Order) => Promise<void> {
  let current = -1;
  let known: { readonly key: string; readonly foreseen: Foreseen } | null = null;

  function foreseenOf(settings: Settings): Foreseen {
    const [scenario] = studyOf(settings).scenarios;
    const key = JSON.stringify(scenario);
    if (known?.key !== key) known = { key, foreseen: foresee(scenario) };
    return known.foreseen;
  }

  async function run(settings: Settings, { id, still }: Extract<Order, { kind: 'run' }>): Promise<void> {
    const { engine, name } = await host.engine(settings.on);
    const play = startPlay(settings, engine, foreseenOf(settings));
    let [drawn, rested] = [host.now(), host.now()];
    const began = host.now();
    while (play.step()) {
      if (!still && host.now() - drawn > DRAWN_EVERY) {
        host.post({ kind: 'drawn', id, fragments: drawPlayed(play.played()), share: play.share() });
        drawn = host.now();
      }
      if (host.now() - rested > REST_EVERY) {
        await host.rest();
        if (current !== id) return;
        rested = host.now();
      }
    }
    const seconds = ((host.now() - began) / 1000).toFixed(1);
    const played = play.played();
    const sentence = `${outcome(played)} Computed by ${name} in ${seconds} s.`;
    host.post({ kind: 'done', id, fragments: drawPlayed(played), sentence });
  }

  async function answer(order: Order): Promise<void> {
    const { id } = order;
    if (order.kind === 'stop') return;
    if (order.kind === 'replay') {
      // An address may ask for anything.
      const refusal = unreplayable(order.request);
      if (refusal !== null) {
        host.post({ kind: 'failed', id, sentence: refusal });
        return;
      }
      const { engine, name } = await host.engine('wasm');
      const replayed = replayAgain(order.request, engine);
      const sentence = `${replayVerdict(replayed, 'Your browser')} Computed by ${name}.`;
      host.post({
        kind: 'done',
        id,
        fragments: {},
        sentence,
        replayed: drawReplayed(replayed, engine, 'Your browser'),
      });
      return;
    }
    const settings = parseSettings(new URLSearchParams(order.query));
    const refusal = unanswerable(settings);
    if (refusal !== null) {
      host.post({ kind: 'failed', id, sentence: refusal });
      return;
    }
    const fragments = drawForeseen(foreseenOnly(settings, foreseenOf(settings)));
    host.post({ kind: 'drawn', id, fragments, share: 0 });
    if (order.kind === 'run') await run(settings, order);
  }

  return async (order) => {
    current = order.id;
    try {
      // Of orders that came in together only the last is answered.
      await host.rest();
      if (current === order.id) await answer(order);
    } catch (error) {
      host.post({
        kind: 'failed',
        id: order.id,
        sentence: error instanceof Error ? error.message : String(error),
      });
    }
  };
}
