import { readDefinition } from '../executor/definition.ts';
import { type Execution, execute, type Services } from '../executor/execute.ts';
import { isObject, type Json, StateError } from '../executor/json.ts';

/** What functions answer that compute nothing: two rounds of three batches, the second of which completes the study. */
export interface Imagined {
  /** Rounds until all is there. */
  readonly rounds?: number;
  readonly batches?: number;
  readonly tolerated?: number;
  /** What a worker does with a batch; answers by default. */
  readonly work?: (batch: number) => Json;
  /** Whether the run ends without all of its blocks. */
  readonly stopped?: boolean;
}

/** Runs a definition on functions that compute nothing. */
export async function imagine(text: string, imagined: Imagined = {}): Promise<Execution> {
  const input = { study: 'imagined', runId: 'one', round: 0 };
  return execute(readDefinition(text), input, servicesOf(imagined));
}

function servicesOf({ rounds = 2, batches = 3, tolerated = 0, work, stopped = false }: Imagined): Services {
  let round = 0;
  return {
    sleep: async () => {},
    random: () => 0.5,
    getObject: async (bucket, key) => {
      if (bucket !== 'results' || key !== `round-${round}`)
        throw new StateError('States.ItemReaderFailed', key);
      return JSON.stringify(Array.from({ length: batches }, (_, batch) => ({ batch, study: 'imagined' })));
    },
    invoke: async (arn, payload) => {
      if (!isObject(payload)) throw new StateError('BadInput', 'an object is expected');
      if (/Plan/.test(arn)) return planned(payload);
      if (/Aggregate/.test(arn)) return aggregated(payload);
      if (!/RunShards/.test(arn)) throw new StateError('Lambda.ResourceNotFoundException', arn);
      if (payload.verify === true) return { digest: 'golden', msPerBlock: { 'n=10': 1.5 } };
      if (typeof payload.batch !== 'number') throw new StateError('BadInput', 'no batch');
      return work?.(payload.batch) ?? { batch: payload.batch, done: 1 };
    },
  };

  function planned(payload: { readonly [name: string]: Json }): Json {
    if (payload.digest !== 'golden') throw new StateError('WrongNumbers', 'not the golden digest');
    round = Number(payload.round);
    return {
      study: payload.study,
      work: round < rounds,
      toleratedFailures: tolerated,
      manifest: { bucket: 'results', key: `round-${round}` },
    };
  }

  function aggregated({ round: done }: { readonly [name: string]: Json }): Json {
    const again = Number(done) + 1 < rounds;
    const status = stopped || again ? 'partial' : 'complete';
    const ending = stopped && !again ? { stoppedBy: 'attempts' } : {};
    return {
      round: Number(done) + 1,
      again,
      status,
      missing: stopped ? 2 : 0,
      summary: 'studies/imagined/summary.json',
      spentUsd: 0.01,
      ...ending,
    };
  }
}
