import { createJsBackend } from '../../kernels/js/js-backend.ts';
import type { LoadedComparisons, Losses, LossSum } from '../../kernels/losses/contract.ts';
import type { LaterLosses } from '../../kernels/losses/gpujs/gpujs-losses.ts';
import { bestMode, type GpuMode, type ModeStatus } from '../../kernels/losses/gpujs/modes.ts';
import { linearLosses } from '../../kernels/losses/linear-losses.ts';
import { wasmF32Losses } from '../../kernels/losses/wasm-f32-losses.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';
import { MEASURED_FEATURES, MEASURED_POINTS, MEASURED_ROWS, measuredRows } from './backend-data.ts';

/** One backend on this machine, as `kernels --json` reports it. */
export interface BackendReport {
  readonly id: 'js' | 'wasm-f64' | 'wasm-f32' | 'gpujs';
  readonly available: boolean;
  /** Why it is not available; null where it is. */
  readonly reason: string | null;
  /** Of gpu.js: how it executed. */
  readonly mode: GpuMode | null;
  readonly renderer: string | null;
  /** Whether the processor does the work, directly or through a renderer in software; null where nothing ran. */
  readonly software: boolean | null;
  /** Of sums and gradients, in the largest norm, against js. */
  readonly maxRelativeError: number | null;
  /** n d evaluations / seconds of the annealed loss with its gradient, one thread. */
  readonly rowFeaturesPerSecond: number | null;
  /** Of gpu.js: what each of its modes can do here. */
  readonly modes?: readonly ModeStatus[];
}

export interface MeasureOptions {
  /** The mode of gpu.js to measure; by default the best on graphics hardware, or cpu. */
  readonly gpujsMode?: GpuMode | undefined;
  /** Shortest time that a backend is timed for. */
  readonly seconds?: number;
}

/** Measures every backend of the losses here, one after the other. */
export async function measureBackends(options: MeasureOptions = {}): Promise<readonly BackendReport[]> {
  const js = linearLosses(createJsBackend);
  const reference = js.load(measuredRows());
  const measured = (losses: AnyLosses) => measure(losses, reference, options.seconds ?? 0.5);
  const attempt = async (id: 'js' | 'wasm-f64' | 'wasm-f32', open: () => Losses): Promise<BackendReport> => {
    const fixed = { id, mode: null, renderer: null } as const;
    try {
      return { ...fixed, available: true, reason: null, software: true, ...(await measured(open())) };
    } catch (error) {
      return { ...fixed, ...unavailable(messageOf(error)) };
    }
  };
  return [
    await attempt('js', () => js),
    await attempt('wasm-f64', () => linearLosses(createWasmBackend)),
    await attempt('wasm-f32', () => wasmF32Losses()),
    await gpujsReport(options.gpujsMode, measured),
  ];
}

type Measured = Pick<BackendReport, 'maxRelativeError' | 'rowFeaturesPerSecond'>;

async function gpujsReport(
  asked: GpuMode | undefined,
  measured: (losses: AnyLosses) => Promise<Measured>,
): Promise<BackendReport> {
  const { gpuModes, openLaterGpujs } = await import('../../kernels/losses/gpujs/open.ts');
  const modes = await gpuModes();
  const mode = asked ?? bestMode(modes);
  try {
    const { losses, status } = await openLaterGpujs(mode);
    const { renderer, software } = status;
    return {
      id: 'gpujs',
      available: true,
      reason: null,
      mode,
      renderer,
      software,
      ...(await measured(losses)),
      modes,
    };
  } catch (error) {
    return { id: 'gpujs', mode, renderer: null, ...unavailable(messageOf(error)), modes };
  }
}

const unavailable = (reason: string) =>
  ({
    available: false,
    reason,
    software: null,
    maxRelativeError: null,
    rowFeaturesPerSecond: null,
  }) as const;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Losses whose results come at once or later; waiting for one that is there costs next to nothing. */
type AnyLosses = Losses | LaterLosses;
type AnyComparisons = LoadedComparisons | Awaited<ReturnType<LaterLosses['load']>>;

async function measure(losses: AnyLosses, reference: LoadedComparisons, seconds: number): Promise<Measured> {
  const loaded = await losses.load(measuredRows());
  const errors: number[] = [];
  for (const point of MEASURED_POINTS) {
    const at = [point.direction];
    const [score] = await loaded.score(at);
    const [expected] = reference.score(at);
    errors.push(
      relativeError((await loaded.annealed([point]))[0], reference.annealed([point])[0]),
      relativeError((await loaded.logistic(at))[0], reference.logistic(at)[0]),
      Math.abs(score - expected) / Math.abs(expected),
    );
  }
  const rowFeaturesPerSecond =
    (MEASURED_ROWS * MEASURED_FEATURES) / (await secondsPerEvaluation(loaded, seconds));
  loaded.dispose();
  return { maxRelativeError: Math.max(...errors), rowFeaturesPerSecond };
}

/** Of the sum and of the gradient, the larger; the gradient in its largest coordinate. */
function relativeError(found: LossSum, expected: LossSum): number {
  const largest = Math.max(...expected.gradient.map(Math.abs));
  const errors = [...found.gradient].map((g, j) => Math.abs(g - expected.gradient[j]) / largest);
  return Math.max(Math.abs(found.sum - expected.sum) / Math.abs(expected.sum), ...errors);
}

/** The mean over at least this long, after two evaluations that compile. */
async function secondsPerEvaluation(loaded: AnyComparisons, seconds: number): Promise<number> {
  const point = [MEASURED_POINTS[MEASURED_POINTS.length - 1]];
  await loaded.annealed(point);
  await loaded.annealed(point);
  const start = performance.now();
  let evaluations = 0;
  let spent = 0;
  while (spent < seconds * 1000) {
    await loaded.annealed(point);
    evaluations++;
    spent = performance.now() - start;
  }
  return spent / 1000 / evaluations;
}
