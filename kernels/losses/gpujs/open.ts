import type { Losses } from '../contract.ts';
import { type GpuDevice, GpuError, openDevice } from './adapter.ts';
import { createGpujsLosses, createLaterLosses, type LaterLosses } from './gpujs-losses.ts';
import { GPU_MODES, type GpuMode, isSoftware, type ModeStatus } from './modes.ts';

/** Where WebGPU is, in a browser and in a program that a driver was installed for. */
interface WebGpu {
  requestAdapter(): Promise<Adapter | null>;
}

interface Adapter {
  readonly info?: Readonly<Record<string, unknown>>;
}

/** What each mode of gpu.js can do here, the fastest first. */
export const gpuModes = (): Promise<readonly ModeStatus[]> => Promise.all(GPU_MODES.map(statusOf));

/** gpu.js in a mode that runs here. */
export interface OpenGpujs<T> {
  readonly losses: T;
  readonly status: ModeStatus;
}

/**
 * gpu.js in a mode, with the losses it evaluates at once.
 *
 * @throws GpuError with the reason where the mode cannot run here, and for webgpu, whose results come later.
 */
export async function openGpujs(mode: GpuMode): Promise<OpenGpujs<Losses>> {
  const status = await runningStatus(mode);
  return { losses: createGpujsLosses(openDevice(mode)), status };
}

/**
 * gpu.js in any mode, with losses whose results come later.
 *
 * @throws GpuError with the reason where the mode cannot run here.
 */
export async function openLaterGpujs(mode: GpuMode): Promise<OpenGpujs<LaterLosses>> {
  const status = await runningStatus(mode);
  return { losses: createLaterLosses(openDevice(mode)), status };
}

async function runningStatus(mode: GpuMode): Promise<ModeStatus> {
  const status = await statusOf(mode);
  if (!status.available) throw new GpuError(status.reason ?? `gpu.js has no mode ${mode} here`);
  return status;
}

/** Whether a mode can run here, found by running a small kernel in it. */
async function statusOf(mode: GpuMode): Promise<ModeStatus> {
  const unavailable = (reason: string): ModeStatus => ({
    mode,
    available: false,
    reason,
    renderer: null,
    software: false,
  });
  try {
    if (mode === 'webgpu') await provideWebGpu();
    const device = openDevice(mode);
    if (mode === 'webgpu' && (await webGpuAdapter()) === null) {
      return unavailable(
        'navigator.gpu is there, but finds no adapter: no graphics driver, or none that it takes',
      );
    }
    await probe(device);
    const renderer = await rendererOf(device);
    return {
      mode,
      available: true,
      reason: null,
      renderer,
      software: renderer === null || isSoftware(renderer),
    };
  } catch (error) {
    return unavailable(error instanceof Error ? error.message : String(error));
  }
}

/** Three doubled: shows that kernels compile, run in this mode and give single precision back. */
async function probe(device: GpuDevice): Promise<void> {
  const kernel = device.kernel(
    function doubled(
      this: { readonly thread: { readonly x: number } },
      values: ArrayLike<ArrayLike<number>>,
    ) {
      return 2 * values[0][this.thread.x];
    },
    { output: [2], constants: {}, stays: false },
  );
  const result = await kernel(device.array(Float32Array.of(1.5, 16777215), [2, 1]));
  if (!(result instanceof Float32Array) || result[0] !== 3 || result[1] !== 33554430) {
    throw new GpuError('a small kernel gave a wrong result: the card may lack float32 textures');
  }
}

/** What draws, as it names itself; null in the modes that draw nothing. */
async function rendererOf(device: GpuDevice): Promise<string | null> {
  switch (device.mode) {
    case 'webgpu': {
      const { vendor, architecture, description } = (await webGpuAdapter())?.info ?? {};
      return [vendor, architecture, description].filter((word) => typeof word === 'string' && word).join(' ');
    }
    case 'webgl2':
      return webGlRenderer(device.context());
    case 'headless-gl':
      return nativeRenderer(device.context());
    default:
      return null;
  }
}

interface Global {
  readonly navigator?: { readonly gpu?: WebGpu };
}

const webGpu = (): WebGpu | undefined => (globalThis as Global).navigator?.gpu;

const webGpuAdapter = async (): Promise<Adapter | null> => (await webGpu()?.requestAdapter()) ?? null;

/** Outside browsers the package webgpu brings WebGPU, where a person has installed it. */
async function provideWebGpu(): Promise<void> {
  if (webGpu() !== undefined) return;
  // A name that bundlers do not see: the package is no dependency.
  const driver = 'webgpu';
  try {
    const { create, globals } = await import(driver);
    Object.assign(globalThis, globals);
    const { navigator = {} } = globalThis as Global;
    Object.defineProperty(navigator, 'gpu', { value: create([]), configurable: true });
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  } catch {
    // Not installed, or not for this system: then there is no WebGPU, which gpu.js says next.
  }
}

/** Constants of WebGL: RENDERER, and UNMASKED_RENDERER_WEBGL of the extension WEBGL_debug_renderer_info. */
const RENDERER = 0x1f01;
const UNMASKED_RENDERER = 0x9246;

interface WebGl {
  getParameter(name: number): unknown;
  getExtension(name: string): unknown;
}

/** The package gl calls every renderer ANGLE; the native class that its contexts extend asks the driver. */
function nativeRenderer(context: unknown): string {
  const native: unknown = Object.getPrototypeOf(Object.getPrototypeOf(context));
  const asked = (native as WebGl).getParameter.call(context, RENDERER);
  return typeof asked === 'string' ? asked : '';
}

/** The name of what draws, unmasked where the context allows it. */
function webGlRenderer(context: unknown): string {
  const gl = context as WebGl;
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info') !== null;
  return String(gl.getParameter(unmasked ? UNMASKED_RENDERER : RENDERER) ?? '');
}
