/** The worker of the playground that has gpu.js too; a page loads it only where gpu.js was chosen. */
import { openGpujs } from '../../../kernels/losses/gpujs/open.ts';
import { createEngine, type Engine } from '../../study/engine.ts';
import { serveOrders } from './worker-host.ts';

interface Opened {
  readonly engine: Engine;
  readonly name: string;
}

const plain = (): Opened => ({
  engine: createEngine('wasm-f64'),
  name: 'WASM kernels in float64, bit for bit those of the command',
});

async function onCard(): Promise<Opened> {
  const { losses, status } = await openGpujs('webgl2');
  const { renderer, software } = status;
  const what = renderer === null ? '' : ` (${renderer}${software ? ', in software' : ''})`;
  return {
    engine: { ...createEngine('wasm-f64'), search: losses },
    name: `gpu.js, mode webgl2${what}; data drawn by WASM, search in float32, last steps in float64`,
  };
}

const opened = new Map<string, Promise<Opened>>();

serveOrders((on) => {
  const found = opened.get(on) ?? (on === 'webgl2' ? onCard() : Promise.resolve(plain()));
  opened.set(on, found);
  return found;
});
