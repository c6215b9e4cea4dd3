/** The part of the WebAssembly interface that is used here; the compiler's own declarations come only with those of browsers. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(
      module: Module,
      imports?: { readonly env: { readonly memory: SharedMemory; readonly abort: () => never } },
    );
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  /** Memory of several threads. */
  interface SharedMemory {
    readonly buffer: SharedArrayBuffer;
  }
  const Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
}
