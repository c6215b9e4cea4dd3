import type { Catalogue, CurrentSummary } from '../../results/catalogue/catalogue.ts';
import { nearest } from '../study/spec/nearest.ts';
import type { Keeping } from './caching.ts';
import { notFound, type ProblemError } from './problem.ts';

/** Says that the store has no such study, and which it has. */
export async function noStudy(catalogue: Catalogue, name: string): Promise<ProblemError> {
  const names = await catalogue.names();
  const near = nearest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return notFound(`The store has no study of this name.${hint}`, {
    parameter: 'name',
    value: name.slice(0, 120),
    allowed: names,
  });
}

/**
 * The summary of a study as it stands.
 *
 * @param version what the address asks for; another version than the current one is not kept.
 * @throws ProblemError where there is no such study or version.
 */
export async function summaryOf(
  catalogue: Catalogue,
  name: string,
  version: string | undefined,
): Promise<CurrentSummary> {
  const current = await catalogue.summary(name);
  if (current === null) {
    const entry = await catalogue.find(name);
    if (entry === null) throw await noStudy(catalogue, name);
    throw notFound(entry.problem ?? `${name} has no summary yet.`, { parameter: 'name', value: name });
  }
  if (version === undefined || version === current.version) return current;
  throw notFound(`The store has another version of ${name} than the one asked for.`, {
    parameter: 'version',
    value: version,
    allowed: current.version === null ? 'no version: the study is not complete' : [current.version],
  });
}

/** An address that names its version is answered the same for ever. */
export function keepingOf({ version }: CurrentSummary, asked: string | undefined): Keeping {
  if (version === null) return 'while running';
  return asked === undefined ? 'while finished' : 'for ever';
}
