import { type Arena, createArena } from '../../kernels/arena.ts';
import type { BackendId } from '../../kernels/backend.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';

/** What a worker computes with, made once and used for block after block: memory, kernels, and the tables of features. */
export interface Engine extends Arena {
  readonly tables: Tables;
}

export type { BackendId };

/** An engine on one backend; `wasm-f64` and `js` give the same bits. */
export function createEngine(backend: BackendId, tables: Tables = NO_TABLES): Engine {
  return { ...createArena(backend === 'js' ? createJsBackend() : createWasmBackend()), tables };
}
