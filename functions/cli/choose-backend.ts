import { bestMode, GPU_MODES, type GpuMode, type ModeStatus } from '../../kernels/losses/gpujs/modes.ts';
import { type ComputeId, gpuModeOf } from '../study/backends.ts';
import { InputError } from './input-error.ts';

/** What `--backend` may name. */
export const BACKEND_NAMES = ['js', 'wasm-f64', 'wasm-f32', 'gpujs'] as const;

type BackendName = (typeof BACKEND_NAMES)[number];

export interface BackendFlags {
  readonly backend?: BackendName;
  readonly gpujsMode?: GpuMode;
}

/** Modes of gpu.js whose results come at once, which fits need. */
const STUDY_MODES = GPU_MODES.filter((mode) => mode !== 'webgpu');

/**
 * What the flags ask a run to compute with; what the last run of the study computed with where they ask nothing. For gpu.js
 * that is the mode given or the best one on graphics hardware, and cpu where there is none.
 *
 * @throws InputError where it cannot run here, before anything is computed.
 */
export async function chooseBackend(flags: BackendFlags, last?: ComputeId): Promise<ComputeId | undefined> {
  const { backend, gpujsMode } = flags;
  if (backend === undefined && gpujsMode === undefined) {
    const mode = last === undefined ? null : gpuModeOf(last);
    if (mode !== null) await refuseForFits(mode);
    return last;
  }
  if (backend !== undefined && backend !== 'gpujs') {
    if (gpujsMode === undefined) return backend;
    throw new InputError(`--gpujs-mode belongs to --backend gpujs; the backend given is ${backend}.`);
  }
  if (gpujsMode !== undefined) {
    await refuseForFits(gpujsMode);
    return `gpujs-${gpujsMode}`;
  }
  const statuses = await modeStatuses();
  return `gpujs-${bestMode(statuses.filter(({ mode }) => mode !== 'webgpu'))}`;
}

/** @throws InputError where gpu.js cannot run in this mode here. */
export async function refuseUnavailable(asked: GpuMode): Promise<void> {
  const status = (await modeStatuses()).find(({ mode }) => mode === asked);
  if (status?.available === true) return;
  throw new InputError(
    `${status?.reason ?? `gpu.js has no mode ${asked} here`}. signbench kernels says which modes run here.`,
  );
}

async function refuseForFits(asked: GpuMode): Promise<void> {
  if (asked === 'webgpu') {
    throw new InputError(
      'gpu.js in the mode webgpu gives its results later, and fits need them at once; signbench kernels measures it. ' +
        `Fits can use ${STUDY_MODES.join(', ')}.`,
    );
  }
  await refuseUnavailable(asked);
}

async function modeStatuses(): Promise<readonly ModeStatus[]> {
  const { gpuModes } = await import('../../kernels/losses/gpujs/open.ts');
  return gpuModes();
}

/** The flags that ask for this backend in a command line; empty for the default. */
export function backendWords(id: ComputeId | undefined): string {
  if (id === undefined || id === 'wasm-f64') return '';
  const mode = gpuModeOf(id);
  return mode === null ? ` --backend ${id}` : ` --backend gpujs --gpujs-mode ${mode}`;
}
