import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError } from '../../results/store/disk-error.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import type { StoreFlags } from './options.ts';
import { writeFileWhole } from './write-file.ts';

/** An answer of a million rows takes minutes, and nobody waits at the other end. */
const LIMIT_MS = 24 * 3600_000;

interface SiteFlags extends StoreFlags {
  readonly against?: string;
}

/** signbench export --site: the dashboard of a store as files that need no server. */
export async function writeSite(flags: SiteFlags, folder: string, host: Host): Promise<number> {
  if (folder.trim() === '') throw new InputError('--site is empty; give it the path of a folder.');
  // Other commands must not wait for pages and charts to load.
  const [{ openPlaces }, { createApp }, { openCatalogue }, { exportSite }] = await Promise.all([
    import('./served-places.ts'),
    import('../api/create-app.ts'),
    import('../../results/catalogue/open-catalogue.ts'),
    import('../dashboard/export-site.ts'),
  ]);
  const { store, records, others } = await openPlaces(flags, host, true);
  const catalogue = openCatalogue(store);
  if ((await catalogue.names()).length === 0) {
    throw new InputError(`${store.location} has no study; compute one with signbench run.`);
  }
  const api = createApp({ store, catalogue, limitMs: LIMIT_MS });
  const written = await host.interruptible(async (signal) => {
    try {
      return await exportSite({
        catalogue,
        records,
        others,
        api,
        write: async (path, pieces) => {
          const file = join(folder, ...path.split('/'));
          await mkdir(dirname(file), { recursive: true }).catch((error) => {
            throw diskError(error, 'write', file);
          });
          if (!(await writeFileWhole(file, pieces, signal))) throw new Interrupted();
        },
      });
    } catch (error) {
      if (error instanceof Interrupted) return null;
      throw error;
    }
  });
  if (written === null) {
    host.say('signbench: interrupted; the site is not whole, start again.\n');
    return EXIT.interrupted;
  }
  const { files, studies, cellsLeftOut } = written;
  host.say(
    `signbench: ${files} files of ${studies} ${studies === 1 ? 'study' : 'studies'}; ${cellsLeftOut === 0 ? 'all cells have a page' : `${cellsLeftOut} cells have no page of their own`}.\n`,
  );
  await host.print(`${join(folder, 'index.html')}\n`);
  return EXIT.done;
}

class Interrupted extends Error {}
