import { type Arena, createArena } from '../../kernels/arena.ts';
import type { BackendId } from '../../kernels/backend.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import type { Losses } from '../../kernels/losses/contract.ts';
import { wasmF32Losses } from '../../kernels/losses/wasm-f32-losses.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';
import { type ComputeId, type GpuExecution, gpuModeOf } from './backends.ts';

/** What a worker computes with, made once and used for block after block: memory, kernels, and the tables of features. */
export interface Engine extends Arena {
  readonly tables: Tables;
  /** Where fits evaluate losses while they search; absent where that is on the sample itself. */
  readonly search?: Losses;
  /** How gpu.js executes; absent where it does not. */
  readonly gpu?: GpuExecution;
}

export type { BackendId };

/** An engine on one backend; `wasm-f64` and `js` give the same bits. */
export function createEngine(backend: BackendId, tables: Tables = NO_TABLES): Engine {
  return { ...createArena(backend === 'js' ? createJsBackend() : createWasmBackend()), tables };
}

/**
 * The engine that an id names. gpu.js is loaded only where it computes.
 *
 * @throws GpuError where its mode cannot run here.
 */
export async function openEngine(id: ComputeId, tables: Tables = NO_TABLES): Promise<Engine> {
  if (id === 'js' || id === 'wasm-f64') return createEngine(id, tables);
  if (id === 'wasm-f32') return { ...createEngine('wasm-f64', tables), search: wasmF32Losses() };
  const mode = gpuModeOf(id);
  if (mode === null) throw new RangeError(`openEngine: ${id} names no mode of gpu.js`);
  const { openGpujs } = await import('../../kernels/losses/gpujs/open.ts');
  const { losses, status } = await openGpujs(mode);
  const { renderer, software } = status;
  return { ...createEngine('wasm-f64', tables), search: losses, gpu: { mode, renderer, software } };
}
