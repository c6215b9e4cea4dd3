import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { type DigestsFile, parseDigests } from '../../results/digests-file.ts';
import { parseProvenance } from '../../results/provenance.ts';
import { parseRun, type StoredRun } from '../../results/stored-study.ts';
import type { Provenance } from '../../results/summary.ts';
import { createRunner } from '../local/run-study.ts';
import { type Verification, verifyRecords } from '../local/verify-records.ts';
import { computedBy } from '../study/backends.ts';
import { studyHash } from '../study/mechanism.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { type LoadedStudy, loadStudy } from './load-study.ts';
import { workersOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags {
  readonly sample: number;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
A result is a folder with study.yaml, run.json, summary.json, provenance.json and digests.json: one of results/published, or
studies/NAME of a store. Blocks are taken at random, others each time, computed again here, and the SHA-256 of their records is compared with the
published one. Exit code: 0 all are the same, 1 some differ, 2 the folder holds no such result.

Examples:
  $ signbench verify cube-root
  $ signbench verify cube-root --sample 10%
  $ signbench verify ./signbench-store/studies/cube-root --sample 100% --json
`;

/** signbench verify: computes a random sample of a published result again. */
export const verifyCommand: AddCommand = (program, host, finish) => {
  program
    .command('verify')
    .description('compute a random sample of a published result again and compare its bytes')
    .argument('<result>', 'the name of a published result, or the folder of one')
    .addOption(
      new Option('--sample <share>', 'share of the blocks to compute again, for instance 5%')
        .default(0.01, '1%')
        .argParser(parseShare),
    )
    .addOption(workersOption())
    .option('--json', 'as one JSON object')
    .option('--quiet', 'no progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const folder = /[/\\]/.test(argument) ? argument : join(host.publishedFolder, argument);
      const published = await readPublished(folder, host);
      const found = await verify(host, published, flags);
      await host.print(flags.json ? jsonOf(published, found) : textOf(published, found));
      if (found.lost.length > 0) finish(EXIT.partial);
      else finish(found.differing.length + found.unknown === 0 ? EXIT.done : EXIT.failed);
    });
};

interface Published {
  readonly loaded: LoadedStudy;
  readonly run: StoredRun;
  readonly digests: DigestsFile;
  /** What made it; null where provenance.json is missing or damaged. */
  readonly provenance: Provenance | null;
}

async function readPublished(folder: string, host: Host): Promise<Published> {
  const text = async (file: string): Promise<string> => {
    try {
      return await readFile(join(folder, file), 'utf8');
    } catch (error) {
      throw new InputError(
        `${folder} holds no published result: ${file} cannot be read. A result is named as a folder of ${host.publishedFolder}, or by its path with a slash.`,
        { cause: error },
      );
    }
  };
  const run = parseRun(Buffer.from(await text('run.json')));
  if (run === null) throw new InputError(`${join(folder, 'run.json')} does not say how the study was run.`);
  const digests = parseDigests(await text('digests.json'));
  if (digests === null) throw new InputError(`${join(folder, 'digests.json')} is no list of digests.`);
  const file = await loadStudy(join(folder, 'study.yaml'), {
    profile: run.profile,
    studiesFolder: host.studiesFolder,
  });
  const loaded = { ...file, study: computedBy(file.study, run.backend) };
  const hash = studyHash(loaded.study);
  const summary = /"studyHash": "([0-9a-f]+)"/.exec(await text('summary.json'))?.[1];
  for (const [name, found] of [
    ['digests.json', digests.studyHash],
    ['summary.json', summary],
  ]) {
    if (found !== hash) {
      throw new InputError(
        `${join(folder, String(name))} is of the study ${String(found).slice(0, 12)}, study.yaml beside it is ${hash.slice(0, 12)}: they do not belong together.`,
      );
    }
  }
  const provenance = parseProvenance(Buffer.from(await text('provenance.json')));
  return { loaded, run, digests, provenance };
}

function verify(host: Host, { loaded, run, digests }: Published, flags: Flags): Promise<Verification> {
  const workers = flags.workers ?? availableParallelism();
  return host.interruptible(async (signal) => {
    const runner = createRunner(run.backend, workers, loaded.tables);
    try {
      return await verifyRecords(loaded.study, digests, {
        share: flags.sample,
        runner,
        backend: run.backend,
        workers,
        signal,
        onChecked: (done, of) => {
          if (!flags.quiet && host.interactive)
            host.say(`\rsignbench: ${done} of ${of} blocks${done === of ? '\n' : ''}`);
        },
      });
    } finally {
      await runner.close();
    }
  });
}

function jsonOf({ loaded, run, digests, provenance }: Published, found: Verification): string {
  const { published, checked, differing, unknown } = found;
  const lost = found.lost.map(({ task, reason }) => ({ cell: task.cell.key, block: task.block, reason }));
  const { study } = loaded;
  return `${JSON.stringify({ study: study.name, profile: study.profile, backend: run.backend, blocksPerDigest: digests.blocksPerDigest, published, checked, differing, unknown, lost, madeBy: provenance })}\n`;
}

/** Records that a message names at most. */
const NAMED = 5;

function textOf({ loaded, digests, provenance }: Published, found: Verification): string {
  const { published, checked, differing, unknown, lost } = found;
  const size = digests.blocksPerDigest;
  const what = size === 1 ? 'records' : `groups of up to ${size} records`;
  const lines = [
    `${loaded.study.name}: ${checked} of ${published} ${what} computed again, ${checked - differing.length} the same to the bit.`,
    ...differing
      .slice(0, NAMED)
      .map(({ cell, block, estimator }) => `  differs: ${cell}, block ${block}, ${estimator}`),
    ...(differing.length > NAMED ? [`  and ${differing.length - NAMED} more`] : []),
    ...(unknown > 0
      ? [
          `${unknown} published records are not of this study as this version computes it: an estimator has been revised since, or the file was changed.`,
        ]
      : []),
    ...lost.map(
      ({ task, reason }) => `  could not be computed here: ${task.cell.key}, block ${task.block}: ${reason}`,
    ),
    provenance === null
      ? 'What made them is not known: provenance.json is damaged.'
      : `Made by signbench ${provenance.codeVersion} on ${provenance.architecture}, Node ${provenance.node}, ${provenance.backend}, ${provenance.finishedAt.slice(0, 10)}: ${provenance.command}`,
  ];
  return `${lines.join('\n')}\n`;
}

function parseShare(text: string): number {
  const found = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text);
  const share = found === null ? Number.NaN : Number(found[1]) / (found[2] === '%' ? 100 : 1);
  if (!(share > 0 && share <= 1))
    throw new InvalidArgumentError('A share above 0, at most 100%, is expected, for instance 5%.');
  return share;
}
