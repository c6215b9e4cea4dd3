import { type Arena, createArena } from '../../kernels/arena.ts';
import type { BackendId } from '../../kernels/backend.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';

/** What a worker computes with, made once and used for block after block. */
export type Engine = Arena;

export type { BackendId };

/** An engine on one backend; `wasm-f64` and `js` give the same bits. */
export function createEngine(backend: BackendId): Engine {
  return createArena(backend === 'js' ? createJsBackend() : createWasmBackend());
}
