import type { Order, Reply } from '../../playground/worker-loop.ts';

/** An order without its number. */
type Asked = Order extends infer T ? (T extends Order ? Omit<T, 'id'> : never) : never;

/** A worker that is told what to do; replies to orders that a later one replaced are dropped. */
export interface Orders {
  readonly give: (worker: string, order: Asked) => void;
  readonly stop: () => void;
}

/** Opens no worker before the first order; `refused` where the browser starts none. */
export function openOrders(onReply: (reply: Reply) => void, refused: () => void): Orders {
  const workers = new Map<string, Worker>();
  let current = 0;

  function workerOf(file: string): Worker {
    const found = workers.get(file);
    if (found !== undefined) return found;
    const worker = new Worker(file);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.id === current) onReply(data);
    };
    worker.onerror = refused;
    workers.set(file, worker);
    return worker;
  }

  return {
    give(file, order) {
      current++;
      try {
        // The one before is ended in every worker.
        for (const [name, other] of workers) if (name !== file) end(other, current);
        workerOf(file).postMessage({ ...order, id: current });
      } catch {
        refused();
      }
    },
    stop() {
      current++;
      for (const worker of workers.values()) end(worker, current);
    },
  };
}

const end = (worker: Worker, id: number): void => worker.postMessage({ kind: 'stop', id });

/** What is said where a page was opened from a disk. */
export const NO_WORKER =
  'This browser computes nothing in the background for a page opened from a disk. Serve the folder, for instance with python3 -m http.server, and open it there.';

export const byId = (id: string): HTMLElement | null => document.getElementById(id);

/** Says something to readers of a screen too, and only where it is new. */
export function say(text: string, place = 'pg-status'): void {
  const status = byId(place);
  if (status !== null && status.textContent !== text) status.textContent = text;
}
