import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { isS3 } from '../../results/store/open-store.ts';
import { holdsPublished, publishedStore } from '../../results/store/published-store.ts';
import type { Store } from '../../results/store/store.ts';
import type { OtherPlace } from '../dashboard/places.ts';
import type { Host } from './host.ts';
import { openStore, type StoreFlags } from './options.ts';

interface Flags extends StoreFlags {
  readonly against?: string;
}

interface Place {
  readonly store: Store;
  /** Whether the records behind the results are there. */
  readonly records: boolean;
}

/** What is served, and what it may be compared with. */
interface ServedPlaces extends Place {
  readonly others: readonly OtherPlace[];
}

/**
 * Opens the store to serve, which is that of the published results where nobody named one and there is none, and the place beside it. A folder of published
 * results serves as a store.
 *
 * @throws StoreError for a store that cannot be read, now and not when the first reader comes.
 */
export async function openPlaces(
  { store: location, endpoint, against }: Flags,
  host: Host,
  isGiven: boolean,
): Promise<ServedPlaces> {
  const given = await opened({ store: location, ...(endpoint === undefined ? {} : { endpoint }) }, host);
  const published = await publishedResults(host);
  const isEmpty = !isGiven && (await given.store.list('studies/')).length === 0;
  const served = isEmpty && published !== null ? published : given;
  if (against !== undefined) {
    const other = await opened(
      { store: against, ...(isS3(against) && endpoint !== undefined ? { endpoint } : {}) },
      host,
    );
    return { ...served, others: [place('against', 'Other results', other.store)] };
  }
  const isOther = published !== null && published.store.location !== served.store.location;
  return { ...served, others: isOther ? [place('published', 'Published results', published.store)] : [] };
}

const place = (id: string, title: string, store: Store): OtherPlace => ({
  id,
  title,
  catalogue: openCatalogue(store),
});

/** Opens a place, a folder of published results as a store without records. */
async function opened(flags: StoreFlags, host: Host): Promise<Place> {
  const store = await openStore(flags, host);
  return (await holdsPublished(store))
    ? { store: publishedStore(store), records: false }
    : { store, records: true };
}

/** The results that come with the package; null where it has none. */
async function publishedResults(host: Host): Promise<Place | null> {
  const folder = openDirectoryStore(host.publishedFolder);
  return (await holdsPublished(folder)) ? { store: publishedStore(folder), records: false } : null;
}
