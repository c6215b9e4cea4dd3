import { Option } from 'commander';
import { rawColumns, rawRows } from '../../results/export.ts';
import { readRecord } from '../../results/gather-records.ts';
import { formatRows, RAW_FORMATS, type RawFormat } from '../../results/raw-formats.ts';
import { plannedRecords } from '../../results/records.ts';
import { planStudy } from '../study/plan.ts';
import type { Profile } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { loadStudy } from './load-study.ts';
import { openStore, profileOption, STUDY_ARGUMENT, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags {
  readonly store: string;
  readonly profile?: Profile;
  readonly format: RawFormat;
}

const EXAMPLES = `
One row a replicate, estimator and estimand; angles in radians; an empty estimate is a failed fit.

Examples:
  $ signbench export cube-root --store results --format csv > rows.csv
  $ signbench export cube-root --store results --format ndjson | head -n 3
`;

/** signbench export: the raw rows behind the summary. */
export const exportCommand: AddCommand = (program, host, finish) => {
  program
    .command('export')
    .description('write the raw rows of the stored records to stdout')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(profileOption())
    .addOption(
      new Option('--format <format>', 'csv (RFC 4180), json or ndjson').choices(RAW_FORMATS).default('csv'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const store = openStore(flags.store);
      const { studiesFolder } = host;
      const { study } = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
      const planned = plannedRecords(planStudy(study));
      const records = new Map<string, Uint8Array>();
      for (const address of planned) {
        const bytes = await readRecord(store, address, {
          onDamaged: ({ path, reason, movedTo }) =>
            host.say(`signbench: damaged record ${path}: ${reason}; moved to ${movedTo}.\n`),
        });
        if (bytes !== null) records.set(address.key, bytes);
      }
      if (records.size === 0) {
        throw new InputError(
          `${store.location} has no record of ${study.name}; compute it with signbench run.`,
        );
      }
      await printPieces(host, formatRows(flags.format, rawColumns(study), rawRows(study, records)));
      const missing = planned.filter(({ key }) => !records.has(key)).length;
      if (missing > 0) {
        host.say(
          `signbench: partial: ${missing} of ${planned.length} records are missing; signbench run computes them.\n`,
        );
      }
      finish(missing > 0 ? EXIT.partial : EXIT.done);
    });
};

const PIECE_LENGTH = 65_536;

/** Prints text in pieces large enough for a pipe, until the reader goes away. */
async function printPieces(host: Host, texts: Iterable<string>): Promise<void> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    await host.print(piece);
    piece = '';
    if (host.readerGone) return;
  }
  await host.print(piece);
}
