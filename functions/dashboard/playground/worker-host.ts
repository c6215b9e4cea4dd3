import { createWorkerLoop, type Order, type Reply, type WorkerHost } from './worker-loop.ts';

/** What this program uses of the scope of a worker in a browser, which it has no types for. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Order }) => void) | null;
  postMessage(reply: Reply): void;
}

/** Answers the orders of a page, in the scope of a worker. */
export function serveOrders(engine: WorkerHost['engine']): void {
  // The one seam where the scope is stated, not checked.
  const scope = globalThis as unknown as WorkerScope;
  const loop = createWorkerLoop({
    engine,
    post: (reply) => scope.postMessage(reply),
    rest: () => new Promise((resolve) => setTimeout(resolve, 0)),
    now: () => performance.now(),
  });
  scope.onmessage = ({ data }) => void loop(data);
}
