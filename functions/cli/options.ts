import { InvalidArgumentError, Option } from 'commander';
import { GPU_MODES } from '../../kernels/losses/gpujs/modes.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { NODE_DISK } from '../../results/store/disk.ts';
import type { Store } from '../../results/store/store.ts';
import type { Profile } from '../study/study.ts';
import { BACKEND_NAMES } from './choose-backend.ts';
import { InputError } from './input-error.ts';

/** Help text of the argument that names a study. */
export const STUDY_ARGUMENT = 'a study file, or the name of a bundled or stored study';

export const storeOption = (): Option =>
  new Option('--store <dir>', 'folder that keeps records and results').default('signbench-store');

export const profileOption = (): Option =>
  new Option('--profile <profile>', 'quick: the small sizes the study names for a first look').choices([
    'quick',
    'full',
  ] satisfies Profile[]);

export const workersOption = (): Option =>
  new Option('--workers <n>', 'worker threads (default: one a core)').argParser(parseWorkers);

export const backendOption = (): Option =>
  new Option(
    '--backend <name>',
    'what computes: wasm-f64 (default) or js give the same bytes; fits search in single precision with wasm-f32 and gpujs',
  ).choices(BACKEND_NAMES);

export const gpujsModeOption = (): Option =>
  new Option('--gpujs-mode <mode>', 'how gpu.js executes; by default on graphics hardware, else cpu').choices(
    GPU_MODES,
  );

/**
 * Opens the store that `--store` names.
 *
 * @param say told in a sentence of what stood in the store's way and was moved.
 * @throws InputError for a kind of store that is not built yet.
 */
export function openStore(location: string, say: (text: string) => void = () => {}): Store {
  if (location.startsWith('s3://')) {
    throw new InputError(
      's3:// stores are not supported by this version of signbench; give --store a folder.',
    );
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) {
    throw new InputError(`--store ${location} is no folder; give --store a folder.`);
  }
  if (location.trim() === '') throw new InputError('--store is empty; give --store a folder.');
  return openDirectoryStore(location, NODE_DISK, ({ path, movedTo }) =>
    say(`signbench: ${path} was in the way; moved to ${movedTo}.\n`),
  );
}

function parseWorkers(text: string): number {
  const workers = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(workers >= 1 && workers <= 1024))
    throw new InvalidArgumentError('A whole number from 1 to 1024 is expected.');
  return workers;
}
