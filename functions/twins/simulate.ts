import { z } from 'zod';
import { personaTastes } from '../../kernels/populations/persona-tastes.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { askPersonas, featureRows, ROWS_AT_ONCE } from '../../kernels/populations/twin-rows.ts';
import type { Store } from '../../results/store/store.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { createEngine } from '../study/engine.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { readDoubles, type StoredDoubles, writeDoubles } from './doubles-file.ts';
import { type FeaturesManifest, featureBlocks, findFeatures, readFeaturesManifest } from './features-file.ts';
import { twinsKey } from './keys.ts';
import { findLabels, type Labels, type LabelsManifest, writeLabels } from './labels-file.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { TwinsError } from './twins-error.ts';
import { writeFeatures } from './write-features.ts';

/** Raised when the same request draws other numbers. */
const REVISION = 1;

export interface SimulateRequest {
  readonly population: Population;
  /** Pairs to draw features for; null where personas judge the features that are stored. */
  readonly pairs: number | null;
  readonly personas: number;
  readonly labelsPerPair: number;
  readonly seed: number;
  readonly again?: boolean;
}

export interface Simulated {
  readonly pairs: number;
  readonly columns: number;
  readonly personas: number;
  readonly labels: number;
  /** Whether features and labels were there already. */
  readonly cached: boolean;
}

/**
 * Twins whose tastes are known, in place of an endpoint: difference features of a law (`features/`), the utilities of personas of a
 * law of users (`known.f8`), and their choices (`labels/`).
 *
 * Row i's features are a pure function of (law, seed, i), the personas asked about it and their answers of (users, choice, seed, i), so that more pairs or more
 * labels a pair add to what is there. Throws TwinsError where personas and features do not fit together.
 */
export async function simulate(
  store: Store,
  name: string,
  given: SimulateRequest,
  options: StageOptions = {},
): Promise<Simulated> {
  check(given);
  const request = { ...given, population: withoutPanel(given.population, options) };
  const { features, fresh } = await featuresOf(store, name, request, options);
  const { population, personas, labelsPerPair } = request;
  const columns = dimensionOf(population);
  if (features.columns !== columns) {
    throw new TwinsError(
      `The users of the population have tastes of ${columns} features; the stored features of ${name} have ${features.columns}.`,
    );
  }
  const inputs = sha256Hex(
    canonicalJson({
      revision: REVISION,
      features: features.inputs,
      centred: features.centred,
      users: sha256Hex(canonicalJson(population.users)),
      choice: population.choice,
      personas,
      labelsPerPair,
      seed: request.seed,
    }),
  );
  const found = await findLabels(store, name);
  const answer = { pairs: features.rows, columns, personas, labels: features.rows * labelsPerPair };
  if (request.again !== true && found?.source.inputs === inputs) return { ...answer, cached: !fresh };
  const key = philoxKey({ users: population.users, choice: population.choice, seed: request.seed });
  const tastes = personaTastes(population.users, personas, key);
  const known = await writeDoubles(store, twinsKey(name, 'known.f8'), tastes);
  const labels = await asked(store, features, { ...request, tastes, key, options });
  const date = new Date().toISOString().slice(0, 10);
  const source = {
    kind: 'simulated',
    inputs,
    seed: request.seed,
    users: population.users.law,
    choice: population.choice,
    labelsPerPair,
    known: { ...known },
    date,
  } as const;
  await writeLabels(store, name, { labels, facts: { unparsed: 0, source } });
  return { ...answer, cached: false };
}

function check({ pairs, personas, labelsPerPair }: SimulateRequest): void {
  const whole = (value: number, what: string, most: number): void => {
    if (Number.isInteger(value) && value >= 1 && value <= most) return;
    throw new TwinsError(`${what} is ${value}; allowed is a whole number from 1 to ${most}.`);
  };
  if (pairs !== null) whole(pairs, '--pairs', 10_000_000);
  whole(personas, '--personas', 100_000);
  whole(labelsPerPair, '--labels-per', personas);
}

/** Twins judge many pairs each, as many as personas and labels a pair make. */
function withoutPanel(population: Population, { onNotice }: StageOptions): Population {
  const { panel, ...users } = population.users;
  if (panel === undefined) return population;
  onNotice?.(
    'The panel of the population is not used: --personas and --labels-per say how many labels a persona gives.',
  );
  return { ...population, users };
}

interface FoundFeatures {
  readonly features: FeaturesManifest;
  readonly fresh: boolean;
}

async function featuresOf(
  store: Store,
  name: string,
  { population, pairs, seed, again }: SimulateRequest,
  options: StageOptions,
): Promise<FoundFeatures> {
  if (pairs === null) return { features: await readFeaturesManifest(store, name), fresh: false };
  const { features } = population;
  const inputs = sha256Hex(canonicalJson({ revision: REVISION, simulated: features, pairs, seed }));
  const found = await findFeatures(store, name);
  if (again !== true && found?.inputs === inputs) return { features: found, fresh: false };
  const engine = createEngine('wasm-f64');
  const key = philoxKey({ features, seed });
  const rows = featureRows(engine, features, key);
  const about = {
    columns: features.dimension,
    rows: pairs,
    embedder: { kind: 'simulated', law: features.law, seed },
    inputs,
    centre: false,
  } as const;
  const last = pairs;
  function* source(first: number): Generator<Float32Array> {
    for (let i = first; i < last; i += ROWS_AT_ONCE) yield rows(i, Math.min(ROWS_AT_ONCE, last - i));
  }
  return { features: await writeFeatures(store, name, about, source, options), fresh: true };
}

interface Asking extends SimulateRequest {
  readonly tastes: Float64Array;
  readonly key: readonly [number, number];
  readonly options: StageOptions;
}

/** Labels in the order of pairs, those of one pair together. */
async function asked(store: Store, manifest: FeaturesManifest, asking: Asking): Promise<Labels> {
  const { population, personas, labelsPerPair, tastes, key, options } = asking;
  const { rows, columns } = manifest;
  const count = rows * labelsPerPair;
  const labels: Labels = {
    pair: new Uint32Array(count),
    persona: new Uint32Array(count),
    y: new Int8Array(count),
    p: new Float64Array(count).fill(Number.NaN),
    personas,
    pairs: rows,
  };
  const engine = createEngine('wasm-f64');
  const ask = askPersonas(engine, { choice: population.choice, tastes, dimension: columns, key });
  let first = 0;
  for await (const block of featureBlocks(store, manifest)) {
    for (let at = 0; at < block.length; at += ROWS_AT_ONCE * columns) {
      const x = block.subarray(at, at + ROWS_AT_ONCE * columns);
      for (let turn = 0; turn < labelsPerPair; turn++) {
        const { persona, y } = ask(x, first, turn);
        for (let i = 0; i < y.length; i++) {
          const l = (first + i) * labelsPerPair + turn;
          labels.pair[l] = first + i;
          labels.persona[l] = persona[i];
          labels.y[l] = y[i];
        }
      }
      first += x.length / columns;
      options.onProgress?.({ done: first, total: rows, unit: 'pairs judged' });
      goOn(options.signal);
    }
    // Lets Ctrl-C be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return labels;
}

const dimensionOf = ({ users }: Population): number =>
  users.law === 'mixture'
    ? users.types[0].length
    : users.law === 'scale'
      ? users.direction.length
      : users.mean.length;

/** Philox key: 64 bits of a hash of what decides the draws. */
function philoxKey(decisive: object): readonly [number, number] {
  const hash = sha256Hex(canonicalJson(decisive));
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
}

const KnownShape = z.object({ key: z.string(), sha256: z.string() });

/** Where the known utilities of simulated twins are; null where labels are no simulation's. */
export function knownOf({ source }: LabelsManifest): StoredDoubles | null {
  if (source.kind !== 'simulated') return null;
  return KnownShape.safeParse(source.known).data ?? null;
}

/** The known utilities of simulated twins, personas x d. */
export const readKnown = (
  store: Store,
  known: StoredDoubles,
  { personas, columns }: { readonly personas: number; readonly columns: number },
): Promise<Float64Array> => readDoubles(store, known, personas * columns);
