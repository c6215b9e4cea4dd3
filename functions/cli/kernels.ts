import { textColumns } from '../../results/report/text-layout.ts';
import { type BackendReport, measureBackends } from '../local/measure-backends.ts';
import { type BackendFlags, refuseUnavailable } from './choose-backend.ts';
import { EXIT } from './exit-codes.ts';
import { gpujsModeOption } from './options.ts';
import type { AddCommand } from './program.ts';
import { shortCount } from './quantities.ts';

const EXAMPLES = `
Every backend evaluates the annealed sign loss with its gradient on the same 100,000 comparisons of 10 features, on one
thread. The error is the largest relative one against js, of sums and gradients. docs/gpu.md explains the modes of gpu.js.

Examples:
  $ signbench kernels
  $ signbench kernels --gpujs-mode webasm
  $ signbench kernels --json
`;

/** signbench kernels: what each backend of the losses can do on this machine. */
export const kernelsCommand: AddCommand = (program, host, finish) => {
  program
    .command('kernels')
    .description('measure every backend here: how it executes, how near it is to js, and how fast')
    .addOption(gpujsModeOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ gpujsMode, json }: BackendFlags & { readonly json?: boolean }) => {
      if (gpujsMode !== undefined) await refuseUnavailable(gpujsMode);
      const backends = await measureBackends({ gpujsMode });
      await host.print(json ? `${JSON.stringify({ backends })}\n` : describe(backends));
      finish(EXIT.done);
    });
};

function describe(backends: readonly BackendReport[]): string {
  const js = backends.find(({ id }) => id === 'js')?.rowFeaturesPerSecond ?? null;
  const rows = backends.map(({ id, available, mode, renderer, software, ...found }) => [
    id,
    available ? executedText(mode, renderer, software) : 'not available',
    errorText(found.maxRelativeError),
    found.rowFeaturesPerSecond === null ? '' : shortCount(found.rowFeaturesPerSecond),
    found.rowFeaturesPerSecond === null || js === null
      ? ''
      : `${(found.rowFeaturesPerSecond / js).toFixed(1)} x`,
  ]);
  const heading = ['backend', 'executes in', 'largest relative error', 'row features/s', 'beside js'];
  const reasons = backends.flatMap(({ id, reason, modes = [] }) => [
    ...(reason === null ? [] : [`${id}: ${reason}`]),
    ...modes.flatMap((status) => (status.available ? [] : [`gpu.js ${status.mode}: ${status.reason}`])),
  ]);
  return `${textColumns([heading, ...rows])}\n${reasons.map((reason) => `${reason}\n`).join('')}`;
}

function executedText(mode: string | null, renderer: string | null, software: boolean | null): string {
  if (mode === null) return 'the processor';
  if (renderer === null) return `mode ${mode}, the processor`;
  return `mode ${mode}, ${renderer}${software ? ' (software)' : ''}`;
}

function errorText(error: number | null): string {
  if (error === null) return '';
  return error === 0 ? 'none' : error.toExponential(1);
}
