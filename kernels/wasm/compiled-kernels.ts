import { WASM_BASE64 } from './binary.generated.ts';

const PAGE = 65536;

let compiled: WebAssembly.Module | null = null;

/** The kernels, compiled once; every instance has a memory of its own. */
export function compiledKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(WASM_BASE64), (c) => c.charCodeAt(0)));
  return compiled;
}

/** Makes a memory at least `bytes` long; views made before are stale afterwards. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
}
