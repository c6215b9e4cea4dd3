import type { Store } from '../store/store.ts';
import { createSingleFlight } from './single-flight.ts';

/** Names as study files allow them; a folder of another name is no study, whatever made it. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST = 64;

/** Files without which a folder holds no study. */
const MAKES_A_STUDY = ['study.yaml', 'summary.json'];

export interface StudyNames {
  /** In alphabetical order. */
  all(): Promise<readonly string[]>;
  has(name: string): Promise<boolean>;
}

/** The studies of a store, listed again when the list is older than `freshMs`. */
export function createStudyNames(
  store: Store,
  { freshMs, now }: { readonly freshMs: number; readonly now: () => number },
): StudyNames {
  let known: { readonly at: number; readonly names: ReadonlySet<string> } | null = null;
  const listing = createSingleFlight<ReadonlySet<string>>();

  async function names(): Promise<ReadonlySet<string>> {
    if (known !== null && now() - known.at < freshMs) return known.names;
    return listing('studies', async () => {
      const at = now();
      const found = new Set((await store.list('studies/')).flatMap(studyIn));
      known = { at, names: found };
      return found;
    });
  }

  return {
    all: async () => [...(await names())].sort(),
    has: async (name) => isName(name) && (await names()).has(name),
  };
}

function studyIn(key: string): readonly string[] {
  const [folder, name, file, ...below] = key.split('/');
  const isStudy = folder === 'studies' && below.length === 0 && MAKES_A_STUDY.includes(file);
  return isStudy && isName(name) ? [name] : [];
}

const isName = (name: string): boolean => name.length <= LONGEST && NAME.test(name);
