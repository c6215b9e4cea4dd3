import { GPU, Input } from 'gpu.js';
import { GPUJS_NAMES, type GpuMode } from './modes.ts';

/** Something on the card, or an array that stands for it; only `planesOf` looks inside. */
export type DeviceValue = unknown;

/** A result now or, in the mode webgpu, later. */
export type Pending = DeviceValue | Promise<DeviceValue>;

export interface KernelShape {
  /** Threads along x, and y and z where the kernel has them. */
  readonly output: readonly number[];
  readonly constants: Readonly<Record<string, number>>;
  /** Whether the result stays on the card, as an argument of other kernels. */
  readonly stays: boolean;
}

/** A compiled kernel; the arguments are in the order of the function's parameters. */
export type DeviceKernel = (...values: readonly DeviceValue[]) => Pending;

/** gpu.js in one mode. */
export interface GpuDevice {
  readonly mode: GpuMode;
  /** Kernels in this mode have their results later. */
  readonly isAsync: boolean;
  /** The context that draws; undefined in the modes that have none. */
  readonly context: () => unknown;
  /** An array as a kernel's argument, x fastest: `size` is x, y and so on. It is copied at each call. */
  readonly array: (values: Float32Array, size: readonly number[]) => DeviceValue;
  readonly kernel: (source: KernelSource, shape: KernelShape) => DeviceKernel;
  readonly close: () => void;
}

/** A function of kernels.ts; gpu.js reads its text. */
export type KernelSource = (...values: never[]) => number;

/** gpu.js's own view of what it made; its types say too little and too much. */
interface MadeKernel {
  (...values: readonly DeviceValue[]): Pending;
  readonly kernel: { readonly constructor: unknown };
  readonly fallbackReason?: string | null;
  destroy(): void;
}

/** A kernel was executed in another way than was asked for, or not at all. */
export class GpuError extends Error {
  override readonly name = 'GpuError';
}

/**
 * Opens gpu.js in a mode: the one place where its types are stated and not checked.
 *
 * Kernels compute in single precision. Those whose result stays on the card are immutable: `delete` on a result of any other
 * kernel destroys the texture that its next call draws on.
 *
 * @throws GpuError where the mode cannot run here.
 */
export function openDevice(mode: GpuMode): GpuDevice {
  const gpu = opened(mode);
  return {
    mode,
    isAsync: mode === 'webgpu',
    context: () => gpu.context as unknown,
    array: (values, size) => new Input(values as unknown as number[], [...size] as [number, number]),
    kernel(source, { output, constants, stays }) {
      const made = gpu.createKernel(source.toString(), {
        output: [...output],
        constants: { ...constants },
        precision: 'single',
        pipeline: stays,
        immutable: stays,
      }) as unknown as MadeKernel;
      return (...values) => {
        const result = made(...values);
        // gpu.js goes on with plain code where a kernel does not compile, and only logs it.
        if (made.kernel.constructor !== gpu.Kernel) {
          throw new GpuError(
            `gpu.js did not execute a kernel in the mode ${mode}: ${made.fallbackReason ?? 'it gives no reason'}`,
          );
        }
        return result;
      };
    },
    close: () => void gpu.destroy(),
  };
}

function opened(mode: GpuMode): GPU {
  try {
    return new GPU({ mode: GPUJS_NAMES[mode] as 'cpu' });
  } catch (cause) {
    throw new GpuError(`gpu.js has no mode ${mode} here: ${NEEDS[mode]}`, { cause });
  }
}

/** What gpu.js looked for in vain; it does not say. */
const NEEDS: Readonly<Record<GpuMode, string>> = {
  webgpu:
    'it needs WebGPU, which browsers have and the package webgpu (npm install webgpu beside signbench) brings',
  webgl2: 'it needs a canvas with a WebGL 2 context, which browsers have',
  'headless-gl':
    'it needs the package gl (npm install gl beside signbench) and a graphics driver that gives it a context',
  webasm: 'it needs WebAssembly',
  cpu: 'it needs nothing',
};

/** Gives a value on the card back; an array is left to the garbage collector. */
export function release(value: DeviceValue): void {
  if (
    typeof value === 'object' &&
    value !== null &&
    'delete' in value &&
    typeof value.delete === 'function'
  ) {
    value.delete();
  }
}

/** The rows of a result that did not stay on the card, plane by plane. */
export function rowsOf(value: DeviceValue): readonly Float32Array[] {
  if (value instanceof Float32Array) return [value];
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  throw new GpuError('gpu.js gave no array');
}
