import { parseProvenance, startProvenance } from '../../results/provenance.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { createStudyReader } from '../../results/study-state.ts';
import type { Provenance } from '../../results/summary.ts';
import { writeResults } from '../../results/write-results.ts';
import { studyHash } from '../study/mechanism.ts';
import type { Profile, Study } from '../study/study.ts';
import { EXIT } from './exit-codes.ts';
import { loadStudy } from './load-study.ts';
import {
  endpointOption,
  openStore,
  profileOption,
  STUDY_ARGUMENT,
  type StoreFlags,
  storeOption,
} from './options.ts';
import { printResults } from './print-results.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags {
  readonly profile?: Profile;
}

const EXAMPLES = `
Example:
  $ signbench report cube-root --store results
`;

/** signbench report: writes summary and report anew from the stored records, computing none. */
export const reportCommand: AddCommand = (program, host, finish) => {
  program
    .command('report')
    .description('write the summary and the report again from the stored records')
    .argument('<study>', STUDY_ARGUMENT)
    .addOption(storeOption())
    .addOption(endpointOption())
    .addOption(profileOption())
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string, flags: Flags) => {
      const store = await openStore(flags, host);
      const { studiesFolder } = host;
      const { study, tables } = await loadStudy(argument, { profile: flags.profile, studiesFolder, store });
      const reader = createStudyReader(store, study, {
        tables,
        onDamaged: ({ path, reason, movedTo }) =>
          host.say(`signbench: damaged record ${path}: ${reason}; moved to ${movedTo}.\n`),
      });
      const provenance = (await storedProvenance(store, study)) ?? unknownProvenance(study);
      const written = await writeResults(store, study, await reader.read(), {
        provenance,
        tables,
      });
      await printResults(host, written, tables);
      if (written.summary.status === 'partial') {
        host.say('signbench: partial: blocks are missing; signbench run computes them.\n');
      }
      finish(written.summary.status === 'complete' ? EXIT.done : EXIT.partial);
    });
};

async function storedProvenance(store: Store, study: Study): Promise<Provenance | null> {
  const bytes = await store.get(studyKey(study.name, 'provenance.json'));
  const provenance = bytes === null ? null : parseProvenance(bytes);
  return provenance?.studyHash === studyHash(study) ? provenance : null;
}

/** Of a run that was killed before it could say what it was. */
function unknownProvenance(study: Study): Provenance {
  return startProvenance().finish({
    study: study.name,
    studyHash: studyHash(study),
    backend: 'unknown',
    gpu: null,
    workers: 0,
    replicatesComputed: 0,
    rowsComputed: 0,
    blocksReused: 0,
    command: `signbench run ${study.name} --profile ${study.profile}`,
  });
}
