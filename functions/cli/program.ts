import { Command, CommanderError } from 'commander';
import { CODE_VERSION } from '../../results/provenance.ts';
import { StoreError } from '../../results/store/store-error.ts';
import { CloudError } from '../aws/cloud-error.ts';
import { StudyError } from '../study/spec/study-error.ts';
import { ModelError } from '../twins/model/model-error.ts';
import { StageInterrupted } from '../twins/stage-progress.ts';
import { TwinsError } from '../twins/twins-error.ts';
import { cancelCommand } from './cancel.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { deployCommand } from './deploy.ts';
import { destroyCommand } from './destroy.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT } from './exit-codes.ts';
import { exportCommand } from './export.ts';
import { fitCommand } from './fit.ts';
import { gcCommand } from './gc.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { kernelsCommand } from './kernels.ts';
import { methodsCommand } from './methods.ts';
import { newCommand } from './new.ts';
import { planCommand } from './plan.ts';
import { publishCommand } from './publish.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { resumeCommand } from './resume.ts';
import { runCommand } from './run.ts';
import { serveCommand } from './serve.ts';
import { statusCommand } from './status.ts';
import { theoryCommand } from './theory.ts';
import { twinsCommand } from './twins.ts';
import { verifyCommand } from './verify.ts';

/** What a command's module provides: it declares itself on the program and calls `finish` with its exit code. */
export type AddCommand = (program: Command, host: Host, finish: (exitCode: number) => void) => void;

const COMMANDS: readonly AddCommand[] = [
  runCommand,
  checkCommand,
  planCommand,
  statusCommand,
  resumeCommand,
  reportCommand,
  serveCommand,
  replayCommand,
  theoryCommand,
  methodsCommand,
  exportCommand,
  fitCommand,
  twinsCommand,
  gcCommand,
  newCommand,
  kernelsCommand,
  publishCommand,
  verifyCommand,
  compareCommand,
  doctorCommand,
  deployCommand,
  cancelCommand,
  destroyCommand,
];

const EXIT_CODES_HELP = `
Exit codes: 0 done, 1 a claim is refuted or a check failed, 2 bad input, 3 a claim is undecided (check only),
4 input or output failed, 5 partial (blocks are missing), 130 interrupted.

Example:
  $ signbench run cube-root --store results
`;

/** Runs the program with these arguments; resolves to its exit code. Never throws. */
export async function runProgram(argv: readonly string[], host: Host): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('signbench')
    .description('Puts claims about the sign estimator and its rivals on trial.')
    .version(CODE_VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void host.print(text), writeErr: host.say })
    .addHelpText('after', EXIT_CODES_HELP);
  for (const add of COMMANDS) {
    add(program, host, (code) => {
      exitCode = code;
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, host);
  }
}

/** Says what went wrong in a sentence and gives the exit code that belongs to it. */
function explain(error: unknown, host: Host): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  if (host.debug && error instanceof Error) host.say(`${error.stack}\n`);
  if (error instanceof StudyError) {
    const omitted = error.omitted > 0 ? [`  and ${error.omitted} more`] : [];
    const lines = error.problems.map(({ sentence }) => `  ${sentence}`);
    host.say(`signbench: ${error.source} cannot be run:\n${[...lines, ...omitted].join('\n')}\n`);
    return EXIT.badInput;
  }
  if (error instanceof TwinsError || error instanceof StageInterrupted) {
    host.say(`signbench: ${error.message}\n`);
    return error instanceof TwinsError ? EXIT.badInput : EXIT.interrupted;
  }
  if (error instanceof ModelError) {
    host.say(`signbench: ${error.message}\n`);
    if (error.problem === 'spent') return EXIT.partial;
    return error.problem === 'interrupted' ? EXIT.interrupted : EXIT.inputOutput;
  }
  if (error instanceof InputError || error instanceof StoreError || error instanceof CloudError) {
    host.say(`signbench: ${error.message}\n`);
    if (error instanceof InputError) return EXIT.badInput;
    return error instanceof StoreError && error.problem === 'interrupted'
      ? EXIT.interrupted
      : EXIT.inputOutput;
  }
  const message = error instanceof Error ? error.message : String(error);
  host.say(`signbench: unexpected error: ${message} (SIGNBENCH_DEBUG=1 shows the trace)\n`);
  return EXIT.failed;
}
