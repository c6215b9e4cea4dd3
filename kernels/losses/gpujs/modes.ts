/** Ways in which gpu.js executes a kernel, the fastest first. */
export const GPU_MODES = ['webgpu', 'webgl2', 'headless-gl', 'webasm', 'cpu'] as const;

export type GpuMode = (typeof GPU_MODES)[number];

/** Names of gpu.js itself. */
export const GPUJS_NAMES: Readonly<Record<GpuMode, string>> = {
  webgpu: 'webgpu',
  webgl2: 'webgl2',
  'headless-gl': 'headlessgl',
  webasm: 'webasm',
  cpu: 'cpu',
};

/** Whether a mode can run here, what draws in it, and why it cannot. */
export interface ModeStatus {
  readonly mode: GpuMode;
  readonly available: boolean;
  /** Why it is not available; null where it is. */
  readonly reason: string | null;
  /** The graphics card or program that executes, as it names itself; null in the modes that use none. */
  readonly renderer: string | null;
  /** Whether the processor does the work, directly or through a renderer in software. */
  readonly software: boolean;
}

/** Renderers that draw with the processor, by the names they give themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b|\bcpu\b/i;

/** Whether a renderer is a program and no graphics card; one without a name is taken for a program. */
export const isSoftware = (renderer: string): boolean => renderer.trim() === '' || SOFTWARE.test(renderer);

/**
 * The mode that serves best: the first that runs on graphics hardware; where there is none, `cpu`, since a renderer in software
 * is slower than plain code.
 */
export function bestMode(statuses: readonly ModeStatus[]): GpuMode {
  return statuses.find(({ available, software }) => available && !software)?.mode ?? 'cpu';
}
