import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { LinePart, linesWriter, readLines } from './lines-file.ts';
import { findManifest, readManifest, writeManifest } from './manifest.ts';
import type { Persona } from './pair.ts';

const PersonaShape = z.object({
  id: z.string(),
  text: z.string(),
  survey: z.record(z.string(), z.unknown()).exactOptional(),
});

/** `personas.json`: who answers, and from where. */
export const PersonasManifest = z.object({
  format: z.literal(1),
  personas: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
  source: z.object({ file: z.string(), sha256: z.string(), bytes: z.number(), kind: z.string() }),
  problems: z.array(z.object({ line: z.number(), reason: z.string() })).readonly(),
  parts: z.array(LinePart).readonly(),
});
export type PersonasManifest = z.infer<typeof PersonasManifest>;

/**
 * The personas of a data set, in order, from number 0.
 *
 * @throws TwinsError where none were imported, StoreError where they are damaged.
 */
export async function readPersonas(store: Store, name: string): Promise<readonly Persona[]> {
  const manifest = await readManifest(
    store,
    { name, file: 'personas.json' },
    { schema: PersonasManifest, madeBy: 'signbench twins import FILE --personas FILE' },
  );
  const personas: Persona[] = [];
  for await (const persona of readLines(store, manifest.parts, PersonaShape)) personas.push(persona);
  return personas;
}

/** The manifest of a data set's personas; null where none were imported. */
export const findPersonas = (store: Store, name: string): Promise<PersonasManifest | null> =>
  findManifest(store, { name, file: 'personas.json' }, PersonasManifest);

/** Stores personas, their parts first. */
export async function writePersonas(
  store: Store,
  name: string,
  {
    personas,
    ...about
  }: { readonly personas: readonly Persona[] } & Pick<PersonasManifest, 'source' | 'skipped' | 'problems'>,
): Promise<PersonasManifest> {
  const writer = linesWriter(store, name, 'personas');
  for (const persona of personas) await writer.push(persona);
  const manifest = {
    format: 1,
    personas: personas.length,
    ...about,
    parts: [...(await writer.finish())],
  } as const;
  await writeManifest(store, { name, file: 'personas.json' }, manifest);
  return manifest;
}
