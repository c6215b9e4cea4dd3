import { angle } from '../../kernels/metrics/angle.ts';
import { meanDirection } from '../../kernels/populations/mean-taste.ts';
import { readRecord } from '../../results/gather-records.ts';
import { decodeRecord, recordAddress } from '../../results/records.ts';
import type { Store } from '../../results/store/store.ts';
import { createEngine } from '../study/engine.ts';
import { type Cell, planStudy, replicateAddress } from '../study/plan.ts';
import { type EstimatorOutcomes, replayReplicate } from '../study/run-block.ts';
import { nearest } from '../study/spec/nearest.ts';
import type { Profile, Study } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import { openStore, profileOption, STUDY_ARGUMENT, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';
import { textColumns } from './text-columns.ts';

interface Flags {
  readonly store: string;
  readonly profile?: Profile;
  readonly cell: string;
  readonly replicate: string;
  readonly json?: boolean;
}

/** One estimator's outcome on the replicate, and whether the store holds the same numbers. */
interface Replayed {
  readonly id: string;
  readonly status: string;
  /** null where the fit failed. */
  readonly direction: readonly number[] | null;
  readonly angle: number | null;
  readonly score: number | null;
  readonly evaluations: number | null;
  readonly diagnostics: Readonly<Record<string, number | null>>;
  readonly stored: 'identical' | 'differs' | 'absent';
}

const EXAMPLES = `
Cells are named as by signbench plan; replicates count from 0. Exit code 1 when a stored number differs.

Example:
  $ signbench replay cube-root --cell n=1000 --replicate 17 --json
`;

/** signbench replay: computes one replicate again and compares it with the stored record. */
export const replayCommand: AddCommand = (program, host, finish) => {
  program
    .command('replay')
    .description('compute exactly one replicate again and compare it with the store')
    .argument('<study>', STUDY_ARGUMENT)
    .requiredOption('--cell <key>', 'the cell, for instance n=1000')
    .requiredOption('--replicate <number>', 'the replicate, from 0')
    .addOption(storeOption())
    .addOption(profileOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const store = openStore(flags.store);
      const { studiesFolder } = host;
      const { study } = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
      const cell = findCell(study, flags.cell);
      const replicate = parseReplicate(cell, flags.replicate);
      const estimators = await replay(store, study, cell, replicate);
      if (flags.json) {
        const line = { study: study.name, cell: cell.key, n: cell.n, replicate, estimators };
        await host.print(`${JSON.stringify(line)}\n`);
      } else {
        await host.print(replayTable(estimators));
      }
      finish(estimators.some(({ stored }) => stored === 'differs') ? EXIT.failed : EXIT.done);
    });
};

function findCell(study: Study, key: string): Cell {
  const cells = planStudy(study);
  const cell = cells.find((candidate) => candidate.key === key);
  if (cell !== undefined) return cell;
  const keys = cells.map((candidate) => candidate.key);
  const near = nearest(key, keys);
  throw new InputError(
    `${study.name} (${study.profile}) has no cell ${key}.${near ? ` Did you mean ${near}?` : ''} Its cells are ${keys.join(', ')}.`,
  );
}

function parseReplicate(cell: Cell, text: string): number {
  const replicate = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (replicate < cell.replicates) return replicate;
  throw new InputError(
    `--replicate is ${text}; cell ${cell.key} has the replicates 0 to ${cell.replicates - 1}.`,
  );
}

async function replay(
  store: Store,
  study: Study,
  cell: Cell,
  replicate: number,
): Promise<readonly Replayed[]> {
  const { block, index } = replicateAddress(cell, replicate);
  const target = meanDirection(cell.population);
  const outcomes = replayReplicate(cell, replicate, cell.estimators, createEngine('wasm-f64'));
  return Promise.all(
    outcomes.map(async (outcome) => {
      const address = recordAddress(cell, block, outcome.estimator);
      const bytes = await readRecord(store, address);
      const found = numbersAt(outcome, 0);
      const same =
        bytes !== null &&
        JSON.stringify(numbersAt(decodeRecord(address, bytes), index)) === JSON.stringify(found);
      return {
        id: outcome.estimator.id,
        ...found,
        angle: found.direction === null ? null : angle(found.direction, target),
        stored: bytes === null ? 'absent' : same ? 'identical' : 'differs',
      };
    }),
  );
}

function numbersAt(outcomes: EstimatorOutcomes, index: number): Omit<Replayed, 'id' | 'angle' | 'stored'> {
  const number = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const diagnostics = Object.entries(outcomes.diagnostics).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    status: outcomes.statuses[index],
    direction: outcomes.statuses[index] === 'ok' ? outcomes.directions[index] : null,
    score: number(outcomes.scores[index]),
    evaluations: number(outcomes.evaluations[index]),
    diagnostics: Object.fromEntries(diagnostics.map(([name, values]) => [name, number(values[index])])),
  };
}

function replayTable(estimators: readonly Replayed[]): string {
  const degrees = (radians: number | null): string =>
    radians === null ? '' : ((radians * 180) / Math.PI).toFixed(6);
  const stored = { identical: 'identical', differs: 'DIFFERS', absent: 'not stored' };
  return textColumns([
    ['estimator', 'status', 'angle (deg)', 'score', 'evaluations', 'stored record'],
    ...estimators.map((row) => [
      row.id,
      row.status,
      degrees(row.angle),
      String(row.score ?? ''),
      String(row.evaluations ?? ''),
      stored[row.stored],
    ]),
  ]);
}
