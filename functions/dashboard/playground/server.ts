import { createEngine, type Engine } from '../../study/engine.ts';
import type { Played } from './fragments.tsx';
import { startPlay } from './played.ts';
import { unanswerable } from './played-study.ts';
import { drawReplayed, replayVerdict, unreplayable } from './replay-view.tsx';
import { type ReplayRequest, replayAgain } from './replayed.ts';
import type { Settings } from './settings.ts';

/** What a server computes of a playground for who has no scripts. */
const MOST = { n: 1000, replicates: 40 } as const;
/** Of a data set: values that are fitted again. */
const MOST_VALUES = 200_000;
/** Visitors who wait at once; more are told to come back. */
const MOST_WAITING = 8;

/** Settings as far as a server goes. */
const withinServer = (settings: Settings): Settings => ({
  ...settings,
  n: Math.min(settings.n, MOST.n),
  replicates: Math.min(settings.replicates, MOST.replicates),
  on: 'wasm',
});

/** Computes small playgrounds one after another, and lets other answers out between their batches. */
export interface PlaygroundServer {
  /** Null where too many wait, and where the settings have no answer. */
  play(settings: Settings): Promise<Played | null>;
  /** Null where the data set is large, and where a browser could not compute it either. */
  replay(request: ReplayRequest): { readonly verdict: string; readonly html: string } | null;
}

export function createPlaygroundServer(): PlaygroundServer {
  let opened: Engine | null = null;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const engine = (): Engine => {
    opened ??= createEngine('wasm-f64');
    return opened;
  };

  async function compute(settings: Settings): Promise<Played> {
    const play = startPlay(withinServer(settings), engine());
    while (play.step()) await new Promise((resolve) => setImmediate(resolve));
    return play.played();
  }

  return {
    async play(settings) {
      if (unanswerable(settings) !== null || waiting >= MOST_WAITING) return null;
      waiting++;
      const turn = last.then(() => compute(settings));
      last = turn.catch(() => {});
      try {
        return await turn;
      } finally {
        waiting--;
      }
    },
    replay(request) {
      const { n, population } = request.cell;
      if (unreplayable(request) !== null || n * population.features.dimension > MOST_VALUES) return null;
      const replayed = replayAgain(request, engine());
      return {
        verdict: replayVerdict(replayed, 'The server'),
        html: drawReplayed(replayed, engine(), 'The server'),
      };
    },
  };
}
