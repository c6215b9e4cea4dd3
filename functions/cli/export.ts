import { Option } from 'commander';
import { type RawRow, type ReadOutcomes, rawRows } from '../../results/export.ts';
import { findRecord, type GatherOptions } from '../../results/gather-records.ts';
import { openPacks } from '../../results/packs/open-packs.ts';
import { rawColumns } from '../../results/raw-columns.ts';
import { formatRows, RAW_FORMATS, type RawFormat, type RowLists } from '../../results/raw-formats.ts';
import type { Store } from '../../results/store/store.ts';
import { takenCells } from '../../results/taken-cells.ts';
import type { Profile } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
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
import { writeFileWhole } from './write-file.ts';
import { writeSite } from './write-site.ts';

interface Flags extends StoreFlags {
  readonly profile?: Profile;
  readonly format: RawFormat;
  readonly output?: string;
  readonly site?: string;
  readonly against?: string;
}

const EXAMPLES = `
One row a replicate, estimator and estimand; angles in radians; an empty estimate is a failed fit. docs/exports.md names
the columns and shows how R, Python and DuckDB read them.

Examples:
  $ signbench export cube-root --store results --format csv > rows.csv
  $ signbench export cube-root --store results --format parquet --output rows.parquet
  $ signbench export cube-root --store results --format ndjson | head -n 3
  $ signbench export --site public --store results
  $ signbench export --site public --store results --against ../before/results
`;

/** signbench export: the raw rows behind the summary. */
export const exportCommand: AddCommand = (program, host, finish) => {
  program
    .command('export')
    .description(
      'write the raw rows of the stored records to stdout or to a file, or the dashboard as a folder',
    )
    .argument('[study]', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(profileOption())
    .addOption(
      new Option('--format <format>', 'csv (RFC 4180), json, ndjson or parquet')
        .choices(RAW_FORMATS)
        .default('csv'),
    )
    .option('--output <file>', 'write to this file, which appears or is replaced when it is whole')
    .option('--site <folder>', 'write the dashboard of all studies of the store as files that need no server')
    .option(
      '--against <place>',
      'with --site, another store or a folder of published results to compare with; by default the published ones',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string | undefined, flags: Flags) =>
      finish(await exportWhat(argument, flags, host)),
    );
};

async function exportWhat(argument: string | undefined, flags: Flags, host: Host): Promise<number> {
  const { site } = flags;
  if (site !== undefined) {
    if (argument === undefined) return writeSite(flags, site, host);
    throw new InputError(`--site writes all studies of the store; leave ${argument} out.`);
  }
  if (flags.against !== undefined) throw new InputError('--against belongs to --site FOLDER; leave it out.');
  if (argument !== undefined) return exportRows(argument, flags, host);
  throw new InputError('Which study? Give its name or its file, or --site FOLDER for the dashboard of all.');
}

async function exportRows(argument: string, flags: Flags, host: Host): Promise<number> {
  const { format, output } = flags;
  if (format === 'parquet' && output === undefined && host.printsToTerminal) {
    throw new InputError(
      'Parquet is binary and would upset the terminal; give --output FILE, or send stdout to a file or a pipe.',
    );
  }
  const store = await openStore(flags, host);
  const { studiesFolder } = host;
  const { study, tables } = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
  if (study.keep === 'summaries') {
    throw new InputError(
      `${study.name} keeps summaries of its data sets (keep: summaries), so that it has no raw rows. signbench replay computes ` +
        'any of them again; a run with keep: replicates stores them all.',
    );
  }
  const options: GatherOptions = {
    packs: openPacks(store, study.name),
    onDamaged: ({ path, reason, movedTo }) =>
      host.say(`signbench: damaged record ${path}: ${reason}; moved to ${movedTo}.\n`),
  };
  const { read, counts } = countingReader(store, options);
  const lists = rawRows(study, takenCells(store, study, { ...options, tables }), { read, tables });
  const first = await lists.next();
  if (first.done) {
    throw new InputError(`${store.location} has no record of ${study.name}; compute it with signbench run.`);
  }
  const texts = formatRows(format, rawColumns(study), putBack(first.value, lists));
  const finished = await host.interruptible((signal) =>
    output === undefined ? printPieces(host, texts, signal) : writeFileWhole(output, texts, signal),
  );
  if (!finished) {
    host.say(
      `signbench: interrupted;${output === undefined ? '' : ` ${output} was not written,`} start again.\n`,
    );
    return EXIT.interrupted;
  }
  const { missing, found } = counts;
  if (missing === 0) return EXIT.done;
  host.say(
    `signbench: partial: ${missing} of ${missing + found} records are missing; signbench run computes them.\n`,
  );
  return EXIT.partial;
}

/** Reads records of a store one by one, and counts those that are there and those that are not. */
function countingReader(
  store: Store,
  options: GatherOptions,
): { readonly read: ReadOutcomes; readonly counts: { readonly found: number; readonly missing: number } } {
  const counts = { found: 0, missing: 0 };
  const read: ReadOutcomes = async (address) => {
    const record = await findRecord(store, address, options);
    if (record === null) counts.missing++;
    else counts.found++;
    return record?.kept.keep === 'replicates' ? record.kept.outcomes : null;
  };
  return { read, counts };
}

async function* putBack(first: readonly RawRow[], rest: RowLists): RowLists {
  yield first;
  yield* rest;
}

/** Prints pieces until the reader goes away; false where `signal` aborts first. */
async function printPieces(
  host: Host,
  pieces: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<boolean> {
  for await (const piece of pieces) {
    if (signal.aborted) return false;
    await host.print(piece);
    if (host.readerGone) return true;
  }
  return true;
}
