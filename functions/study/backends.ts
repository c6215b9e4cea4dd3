import type { BackendId } from '../../kernels/backend.ts';
import { GPU_MODES, type GpuMode } from '../../kernels/losses/gpujs/modes.ts';
import type { NumericsClass, Study } from './study.ts';

/** What computes a study: data are drawn by float64 kernels always; this says what evaluates losses while fits search. */
export type ComputeId = BackendId | 'wasm-f32' | `gpujs-${GpuMode}`;

export const COMPUTE_IDS: readonly ComputeId[] = [
  'js',
  'wasm-f64',
  'wasm-f32',
  ...GPU_MODES.map((mode): ComputeId => `gpujs-${mode}`),
];

/** The mode of gpu.js that an id names; null where it names none. */
export const gpuModeOf = (id: ComputeId): GpuMode | null =>
  GPU_MODES.find((mode) => id === `gpujs-${mode}`) ?? null;

/** How gpu.js executed: what provenance says of it. */
export interface GpuExecution {
  readonly mode: GpuMode;
  /** As it names itself; null in the modes that draw nothing. */
  readonly renderer: string | null;
  /** Whether the processor did the work, directly or through a renderer in software. */
  readonly software: boolean;
}

/** The study as this computes it: its records are those of its arithmetic. */
export function computedBy(study: Study, id: ComputeId): Study {
  const { numerics: _, ...plain } = study;
  const numerics = numericsOf(id);
  return numerics === 'f64' ? plain : { ...plain, numerics };
}

function numericsOf(id: ComputeId): NumericsClass {
  if (id === 'js' || id === 'wasm-f64') return 'f64';
  return id === 'wasm-f32' ? 'f32' : id;
}
