import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { condensedDigests } from '../../results/digests-file.ts';
import { parseProvenance } from '../../results/provenance.ts';
import { diskError } from '../../results/store/disk-error.ts';
import { type StudyFile, studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';
import { endpointOption, openStore, type StoreFlags, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags {
  readonly to: string;
}

const EXAMPLES = `
A published result is a folder with study.yaml, run.json, summary.json, provenance.json, digests.json and report.html, which signbench verify
reads. Where there are many blocks, one digest stands for several of them, so that the file stays small.

Example:
  $ signbench run cube-root --store results
  $ signbench publish cube-root --store results --to published
  $ signbench verify published/cube-root
`;

const FILES = [
  'study.yaml',
  'run.json',
  'summary.json',
  'provenance.json',
  'digests.json',
  'report.html',
] as const satisfies readonly StudyFile[];

/** signbench publish: the files of a finished study that anyone can verify, into a folder of their own. */
export const publishCommand: AddCommand = (program, host, finish) => {
  program
    .command('publish')
    .description('write what others need to verify a finished study into a folder')
    .argument('<study>', 'the name of a study in the store')
    .addOption(storeOption())
    .addOption(endpointOption())
    .requiredOption('--to <folder>', 'where the folder of the result is to be')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: Flags) => {
      const texts = await publishedTexts(await openStore(flags, host), name);
      const folder = join(flags.to, name);
      try {
        await mkdir(folder, { recursive: true });
        for (const [file, text] of texts) await writeFile(join(folder, file), text);
      } catch (error) {
        throw diskError(error, 'write', folder);
      }
      await host.print(`${folder}\n`);
      finish(EXIT.done);
    });
};

async function publishedTexts(store: Store, name: string): Promise<ReadonlyMap<StudyFile, string>> {
  const read = async (file: StudyFile): Promise<string | null> => {
    const bytes = await store.get(studyKey(name, file));
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };
  if ((await read('tables.json')) !== null) {
    throw new InputError(
      `${name} takes features from a file, which a published result would need and does not hold.`,
    );
  }
  const texts = new Map<StudyFile, string>();
  for (const file of FILES) {
    const text = await read(file);
    if (text === null) {
      throw new InputError(
        `${store.locate(studyKey(name, file))} is missing: only a study that is complete can be published.`,
      );
    }
    texts.set(file, text);
  }
  checkPrivate(name, texts.get('provenance.json') ?? '');
  const digests = condensedDigests(texts.get('digests.json') ?? '');
  if (digests === null) throw new InputError(`The digests.json of ${name} is no list of digests.`);
  return texts.set('digests.json', digests);
}

/** A path of somebody's machine is nobody else's business, and the report shows the command too. */
function checkPrivate(name: string, provenance: string): void {
  const command = parseProvenance(Buffer.from(provenance))?.command;
  if (command === undefined) throw new InputError(`The provenance.json of ${name} is damaged.`);
  if (/(^|[\s'"=])(\/|~|[A-Za-z]:\\)/.test(command)) {
    throw new InputError(
      `The result of ${name} says that it was made by "${command}", which names a path of this machine; run it from the folder of its file, and publish that.`,
    );
  }
}
