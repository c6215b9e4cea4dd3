import { Worker } from 'node:worker_threads';
import type { DenseFit, OnEvaluation } from '../../../kernels/dense/dense-fit.ts';
import { createDesk, type DenseTable, MOST_THREADS } from '../../../kernels/dense/dense-table.ts';
import { assemble, dismiss } from '../../../kernels/dense/team.ts';
import { StageInterrupted } from '../stage-progress.ts';
import { type FitJob, type PersonasAnswer, type PersonasJob, runFit, runPersonas } from './fit-job.ts';
import type { Order, Place, Reply } from './orders.ts';

/** What fits estimators on a table of features; its numbers do not depend on the number of threads. One call at a time. */
export interface FitTeam {
  fit(job: FitJob, onEvaluation?: OnEvaluation): Promise<DenseFit>;
  /** Answers in the order of the job's personas. */
  personas(job: PersonasJob, onDone?: (personas: number) => void): Promise<PersonasAnswer>;
  close(): Promise<void>;
}

/** A team that is the calling thread: for small data, and for tests. */
export function fitHere(table: DenseTable): FitTeam {
  return {
    fit: async (job, onEvaluation) => runFit(createDesk(table), job, onEvaluation),
    personas: async (job, onDone) => runPersonas(createDesk(table), job, onDone),
    close: async () => {},
  };
}

/** Personas of one order: few, so that no thread waits long for the last. */
const PERSONAS_AT_ONCE = 4;

/**
 * Worker threads on one table. A fit is led by the first while the others help with its sums; personas are shared out. A signal ends
 * whatever is under way, since threads that compute hear nothing.
 *
 * @param script the module fit-worker.ts, built.
 * @throws StageInterrupted from whatever is under way when the signal comes.
 */
export function createFitTeam(
  table: DenseTable,
  {
    script,
    threads,
    signal,
  }: { readonly script: URL; readonly threads: number; readonly signal?: AbortSignal },
): FitTeam {
  const count = Math.max(1, Math.min(threads, MOST_THREADS));
  const workers = Array.from({ length: count }, (_, thread) => {
    const workerData: Place = { table, thread, threads: count };
    return new Worker(script, { workerData });
  });
  const close = async (): Promise<void> => {
    dismiss(table);
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  const ask = (worker: Worker, order: Order, hear: (reply: Reply) => boolean): Promise<void> =>
    asked(worker, order, { hear, signal });
  return {
    async fit(job, onEvaluation) {
      assemble(table);
      const helping = Promise.all(workers.slice(1).map((worker) => ask(worker, { kind: 'help' }, isHelped)));
      // Where the leader fails first, its error is the one that is told.
      helping.catch(() => {});
      let fit: DenseFit | null = null;
      const leading = ask(workers[0], { kind: 'fit', job }, (reply) => {
        if (reply.kind === 'evaluated') onEvaluation?.(reply.evaluations, reply.objective);
        if (reply.kind === 'fitted') fit = reply.fit;
        return reply.kind === 'fitted';
      });
      await leading.finally(() => dismiss(table));
      await helping;
      if (fit === null) throw new Error('createFitTeam: a fit ended without an answer');
      return fit;
    },
    async personas(job, onDone) {
      const parts = partsOf(job);
      const answers = new Array<PersonasAnswer>(parts.length);
      let [next, done] = [0, 0];
      const work = async (worker: Worker): Promise<void> => {
        while (next < parts.length) {
          const mine = next++;
          await ask(worker, { kind: 'personas', job: parts[mine] }, (reply) => {
            if (reply.kind === 'personas') onDone?.(++done);
            if (reply.kind === 'answered') answers[mine] = reply.found;
            return reply.kind === 'answered';
          });
        }
      };
      await Promise.all(workers.map(work));
      return joined(job, answers);
    },
    close,
  };
}

const isHelped = (reply: Reply): boolean => reply.kind === 'helped';

interface Hearing {
  /** True for the last reply. */
  readonly hear: (reply: Reply) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Resolves with the last reply; rejects where the thread fails, and where the signal comes. */
function asked(worker: Worker, order: Order, { hear, signal }: Hearing): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', onMessage).off('error', fail).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      end();
      reject(error);
    };
    const onMessage = (reply: Reply): void => {
      if (!hear(reply)) return;
      end();
      resolve();
    };
    const onExit = (): void => fail(new Error('createFitTeam: a thread ended without an answer'));
    const onAbort = (): void => fail(new StageInterrupted());
    if (signal?.aborted) {
      reject(new StageInterrupted());
      return;
    }
    worker.on('message', onMessage).on('error', fail).on('exit', onExit);
    signal?.addEventListener('abort', onAbort);
    worker.postMessage(order);
  });
}

function partsOf(job: PersonasJob): readonly PersonasJob[] {
  const starts = Array.from(
    { length: Math.ceil(job.labels.length / PERSONAS_AT_ONCE) },
    (_, k) => k * PERSONAS_AT_ONCE,
  );
  return starts.map((from) => ({ ...job, labels: job.labels.slice(from, from + PERSONAS_AT_ONCE) }));
}

function joined(job: PersonasJob, parts: readonly PersonasAnswer[]): PersonasAnswer {
  return job.kind === 'cross'
    ? { kind: 'cross', answers: parts.flatMap((part) => (part.kind === 'cross' ? part.answers : [])) }
    : { kind: 'fit', answers: parts.flatMap((part) => (part.kind === 'fit' ? part.answers : [])) };
}
