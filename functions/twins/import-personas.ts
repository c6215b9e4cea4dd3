import type { Store } from '../../results/store/store.ts';
import type { Imported } from './import-pairs.ts';
import type { Persona } from './pair.ts';
import { isPersonaColumn, type PersonaOf, personaOf } from './persona-of.ts';
import { findPersonas, type PersonasManifest, writePersonas } from './personas-file.ts';
import { openRecords } from './records/open-records.ts';
import { sourceFile } from './source-file.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { isTolerated, type Tolerance, tallyOf } from './tolerance.ts';
import { TwinsError } from './twins-error.ts';

/** More than any panel has; they are kept in memory. */
const MOST_PERSONAS = 1_000_000;

export interface PersonasRequest {
  readonly path: string;
  readonly tolerance: Tolerance;
  readonly again: boolean;
}

/**
 * Imports a file of personas: JSON Lines, CSV, Parquet, or lines of text (.txt).
 *
 * @throws TwinsError where the file cannot be read, more of it is malformed than tolerated, or it has no persona.
 */
export async function importPersonas(
  store: Store,
  name: string,
  { path, tolerance, again }: PersonasRequest,
  options: StageOptions = {},
): Promise<Imported<PersonasManifest>> {
  const source = await sourceFile(path, options.signal);
  const stored = await findPersonas(store, name).catch(() => null);
  if (
    !again &&
    stored?.source.sha256 === source.sha256 &&
    isTolerated(stored.skipped, stored.personas + stored.skipped, tolerance)
  ) {
    return { manifest: stored, cached: true };
  }
  const file = openRecords(path, isPersonaColumn);
  const tally = tallyOf(path, 'personas', tolerance);
  const personas: Persona[] = [];
  const lines = new Map<string, number>();
  for await (const record of file.records()) {
    goOn(options.signal);
    const found: PersonaOf = 'problem' in record ? record : personaOf(record.value, String(record.line));
    if ('problem' in found) {
      tally.bad(record.line, found.problem);
      continue;
    }
    const { id } = found.persona;
    const earlier = lines.get(id);
    if (earlier !== undefined) {
      tally.bad(record.line, `has the id ${JSON.stringify(id.slice(0, 60))} of ${earlier} again`);
      continue;
    }
    tally.good();
    lines.set(id, record.line);
    personas.push(found.persona);
    if (personas.length > MOST_PERSONAS)
      throw new TwinsError(`${path} has more than ${MOST_PERSONAS} personas.`);
  }
  tally.settle();
  if (personas.length === 0) throw new TwinsError(`${path} has no personas. Nothing was stored.`);
  const manifest = await writePersonas(store, name, {
    personas,
    skipped: tally.skipped,
    problems: [...tally.problems],
    source: { ...source, kind: file.kind },
  });
  return { manifest, cached: false };
}
