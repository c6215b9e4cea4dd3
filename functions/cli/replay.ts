import { openPacks } from '../../results/packs/open-packs.ts';
import { openEngine } from '../study/engine.ts';
import { type Cell, planStudy } from '../study/plan.ts';
import { nearest } from '../study/spec/nearest.ts';
import type { Profile, Study } from '../study/study.ts';
import { chooseBackend } from './choose-backend.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import {
  endpointOption,
  openStore,
  profileOption,
  STUDY_ARGUMENT,
  type StoreFlags,
  storeOption,
} from './options.ts';
import type { AddCommand } from './program.ts';
import { replayInStore } from './replay-in-store.ts';
import { replayText } from './replay-text.ts';

interface Flags extends StoreFlags {
  readonly profile?: Profile;
  readonly cell: string;
  readonly replicate: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Cells are named as by signbench plan; replicates count from 0. Shown are the data set's digest (SHA-256 of its n x d
comparisons as little-endian float64, row by row), every estimator's outcome beside the stored one, the steps of its
iteration, and why a fit failed. docs/replay.md explains them. Exit code 1 when a stored number differs.

Examples:
  $ signbench replay cube-root --cell n=1000 --replicate 17
  $ signbench replay skewed.yaml --cell skew=1,n=1000 --replicate 17 --json
`;

/** signbench replay: computes one replicate again, explains it, and compares it with the stored record. */
export const replayCommand: AddCommand = (program, host, finish) => {
  program
    .command('replay')
    .description('compute exactly one replicate again, explain it and compare it with the store')
    .argument('<study>', STUDY_ARGUMENT)
    .requiredOption('--cell <key>', 'the cell, for instance n=1000')
    .requiredOption('--replicate <number>', 'the replicate, from 0')
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(profileOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const store = await openStore(flags, host);
      const { studiesFolder } = host;
      const { study, run, tables } = await loadStudy(argument, {
        profile: flags.profile,
        studiesFolder,
        store,
      });
      const cell = findCell(study, flags.cell);
      const replicate = parseReplicate(cell, flags.replicate);
      const engine = await openEngine((await chooseBackend({}, run?.backend)) ?? 'wasm-f64', tables);
      const found = await replayInStore(store, { cell, replicate }, engine, {
        packs: openPacks(store, study.name),
        onDamaged: ({ path, reason, movedTo }) =>
          host.say(`signbench: damaged record ${path}: ${reason}; moved to ${movedTo}.\n`),
      });
      const replayed = { study: study.name, ...found };
      await host.print(flags.json ? `${JSON.stringify(replayed)}\n` : replayText(replayed));
      finish(found.estimators.some(({ stored }) => stored === 'differs') ? EXIT.failed : EXIT.done);
    });
};

/** Cells a message names at most: a grid may have 10^5. */
const CELLS_NAMED = 12;

function findCell(study: Study, key: string): Cell {
  const cells = planStudy(study);
  const cell = cells.find((candidate) => candidate.key === key);
  if (cell !== undefined) return cell;
  const keys = cells.map((candidate) => candidate.key);
  const near = nearest(key, keys);
  const more = keys.length - CELLS_NAMED;
  const named = keys.slice(0, CELLS_NAMED).join(', ');
  throw new InputError(
    `${study.name} (${study.profile}) has no cell ${key}.${near ? ` Did you mean ${near}?` : ''} Its cells are ` +
      `${named}${more > 0 ? ` and ${more} more; signbench plan lists them` : ''}.`,
  );
}

function parseReplicate(cell: Cell, text: string): number {
  const replicate = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (replicate < cell.replicates) return replicate;
  throw new InputError(
    `--replicate is ${text}; cell ${cell.key} has the replicates 0 to ${cell.replicates - 1}.`,
  );
}
