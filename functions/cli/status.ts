import type { Command } from 'commander';
import { recordAddress } from '../../results/records.ts';
import { textColumns } from '../../results/report/text-layout.ts';
import type { Store } from '../../results/store/store.ts';
import { storedRecords } from '../../results/stored-records.ts';
import { planStudy } from '../study/plan.ts';
import type { Profile, Study } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { loadStudy } from './load-study.ts';
import {
  endpointOption,
  givenStore,
  onOption,
  openStore,
  profileOption,
  STUDY_ARGUMENT,
  type StoreFlags,
  stackOption,
  storeOption,
} from './options.ts';
import { mayStopEarly } from './plan.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags {
  readonly profile?: Profile;
  readonly json?: boolean;
  readonly on: 'local' | 'aws';
  readonly stack: string;
}

interface CellStatus {
  readonly cell: string;
  readonly estimator: string;
  readonly stored: number;
  readonly planned: number;
}

const EXAMPLES = `
Examples:
  $ signbench status cube-root --store results
  $ signbench status ./my-study.yaml --json
  $ signbench status cube-root --on aws
`;

/** signbench status: how many blocks of each cell a store has. */
export const statusCommand: AddCommand = (program, host, finish) => {
  program
    .command('status')
    .description('say how many blocks of a study are stored, cell by cell')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(profileOption())
    .addOption(onOption())
    .addOption(stackOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags, command: Command) => {
      if (flags.on === 'aws') {
        const { statusOnAws } = await import('./status-on-aws.ts');
        await statusOnAws(host, argument, { ...flags, givenStore: givenStore(command, flags) });
        finish(EXIT.done);
        return;
      }
      const store = await openStore(flags, host);
      const { studiesFolder } = host;
      const { study } = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
      const cells = await countStored(store, study);
      const sum = (key: 'stored' | 'planned'): number => cells.reduce((total, cell) => total + cell[key], 0);
      const totals = { stored: sum('stored'), planned: sum('planned') };
      if (flags.json) {
        const { name, profile } = study;
        await host.print(
          `${JSON.stringify({ study: name, profile, store: store.location, ...totals, cells })}\n`,
        );
      } else {
        await host.print(statusTable(study, cells, totals));
      }
      finish(EXIT.done);
    });
};

async function countStored(store: Store, study: Study): Promise<readonly CellStatus[]> {
  const records = await storedRecords(store, study.name);
  return planStudy(study).flatMap((cell) =>
    cell.estimators.map((estimator) => {
      const isStored = (block: number): boolean => records.has(recordAddress(cell, block, estimator).key);
      const blocks = Array.from({ length: cell.blocks }, (_, block) => block).filter(isStored).length;
      return { cell: cell.key, estimator: estimator.id, stored: blocks, planned: cell.blocks };
    }),
  );
}

/** A table is for reading; what is longer is in the JSON. */
const MOST_ROWS = 60;

function statusTable(
  study: Study,
  cells: readonly CellStatus[],
  totals: { readonly stored: number; readonly planned: number },
): string {
  const shown = cells.slice(0, MOST_ROWS);
  const omitted = cells.length - shown.length;
  const more = omitted > 0 ? [[`and ${omitted} more (--json)`, '', '', '', '']] : [];
  const [total, ...rows] = [{ cell: 'all', estimator: '', ...totals }, ...shown].map(
    ({ cell, estimator, stored, planned }) => [
      cell,
      estimator,
      String(stored),
      String(planned),
      `${planned === 0 ? 100 : Math.floor((100 * stored) / planned)} %`,
    ],
  );
  return `${study.name} (${study.profile})\n\n${textColumns([
    ['cell', 'estimator', 'blocks stored', mayStopEarly(study) ? 'planned at most' : 'planned', 'share'],
    ...rows,
    ...more,
    total,
  ])}`;
}
