/** The worker of the playground: the WASM kernels, the same that the command computes with. */
import { createEngine, type Engine } from '../../study/engine.ts';
import { serveOrders } from './worker-host.ts';

let opened: Engine | null = null;

serveOrders(async () => {
  opened ??= createEngine('wasm-f64');
  return { engine: opened, name: 'WASM kernels in float64, bit for bit those of the command' };
});
