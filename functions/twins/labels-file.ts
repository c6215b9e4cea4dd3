import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { StoreError } from '../../results/store/store-error.ts';

/** Who prefers what: label l says of pair `pair[l]` whether persona `persona[l]` prefers its `chosen` completion. */
export interface Labels {
  /** Numbers of pairs, from 0. */
  readonly pair: Uint32Array;
  /** Numbers of personas, from 0. */
  readonly persona: Uint32Array;
  /** +1: the persona prefers `chosen`; -1: it prefers `rejected`. */
  readonly y: Int8Array;
  /** Probability that it prefers `chosen`; NaN where none is known. */
  readonly p: Float64Array;
  /** How many personas and pairs there are, judged or not. */
  readonly personas: number;
  readonly pairs: number;
}

/** What labels.json says beside the counts and parts. */
export interface LabelsFacts {
  /** Judgements that were asked for and gave no label. */
  readonly unparsed: number;
  /** Where the labels come from: `kind` is endpoint or simulated, the rest is provenance. */
  readonly source: { readonly kind: 'endpoint' | 'simulated' } & Readonly<Record<string, unknown>>;
}

const Count = z.number().int().nonnegative();

const Manifest = z.object({
  format: z.literal(1),
  labels: Count,
  personas: Count,
  pairs: Count,
  unparsed: Count,
  source: z.looseObject({ kind: z.enum(['endpoint', 'simulated']) }),
  parts: z.array(z.object({ key: z.string(), count: Count, sha256: z.string() })),
});

/** labels.json: how many labels there are, where they come from, and their parts. */
export type LabelsManifest = z.infer<typeof Manifest>;

interface Line {
  readonly pair: number;
  readonly persona: number;
  readonly y: 1 | -1;
  readonly p: number | null;
}

/** Labels of a part: 2 MB of text. */
const LABELS_A_PART = 65_536;

/** Where the manifest of the labels of these twins lives. */
export const labelsKey = (name: string): string => `twins/${name}/labels.json`;

const partKey = (name: string, part: number): string =>
  `twins/${name}/labels/${String(part).padStart(5, '0')}.ndjson`;

/** The manifest; null where there are no labels. @throws StoreError where it is damaged. */
export async function readLabelsManifest(store: Store, name: string): Promise<LabelsManifest | null> {
  const key = labelsKey(name);
  const bytes = await store.get(key);
  if (bytes === null) return null;
  const read = Manifest.safeParse(jsonOf(new TextDecoder().decode(bytes)));
  if (read.success) return read.data;
  throw damaged(
    store,
    key,
    `${read.error.issues[0]?.path.join('.') || 'the file'} is not what labels.json has`,
  );
}

/**
 * The labels of the twins `name`, in the order in which they were written.
 *
 * @throws StoreError where there are none, or a part is missing, damaged, or names a pair or persona that is not there.
 */
export async function readLabels(store: Store, name: string): Promise<Labels> {
  const manifest = await readLabelsManifest(store, name);
  if (manifest === null) {
    throw new StoreError(
      'failed',
      `${store.locate(labelsKey(name))} is not there: the twins ${name} have no labels yet; signbench twins elicit asks for them.`,
    );
  }
  const { labels, personas, pairs } = manifest;
  const read: Labels = {
    pair: new Uint32Array(labels),
    persona: new Uint32Array(labels),
    y: new Int8Array(labels),
    p: new Float64Array(labels),
    personas,
    pairs,
  };
  let at = 0;
  for (const part of manifest.parts) {
    const lines = await partLines(store, part);
    if (at + lines.length > labels) break;
    for (const [i, text] of lines.entries())
      fill(read, at + i, lineOf(store, `${part.key} line ${i + 1}`, text, manifest));
    at += lines.length;
  }
  const counted = manifest.parts.reduce((sum, { count }) => sum + count, 0);
  if (at === labels && counted === labels) return read;
  throw damaged(store, labelsKey(name), `it counts ${labels} labels and its parts ${counted}`);
}

function fill(labels: Labels, at: number, { pair, persona, y, p }: Line): void {
  labels.pair[at] = pair;
  labels.persona[at] = persona;
  labels.y[at] = y;
  labels.p[at] = p ?? Number.NaN;
}

/**
 * Writes the labels in parts, then the manifest that names them; resolves to the manifest. Parts of longer labels that were
 * there before are removed after it.
 */
export async function writeLabels(
  store: Store,
  name: string,
  { labels, facts }: { readonly labels: Labels; readonly facts: LabelsFacts },
): Promise<LabelsManifest> {
  const parts: LabelsManifest['parts'] = [];
  for (let from = 0; from < labels.y.length; from += LABELS_A_PART) {
    const to = Math.min(labels.y.length, from + LABELS_A_PART);
    const bytes = new TextEncoder().encode(textOf(labels, from, to));
    const key = partKey(name, parts.length);
    await store.replace(key, bytes);
    parts.push({ key, count: to - from, sha256: sha256(bytes) });
  }
  const { personas, pairs, y } = labels;
  const manifest: LabelsManifest = { format: 1, labels: y.length, personas, pairs, ...facts, parts };
  await store.replace(labelsKey(name), new TextEncoder().encode(`${JSON.stringify(manifest)}\n`));
  const kept = new Set(parts.map(({ key }) => key));
  for (const key of await store.list(`twins/${name}/labels/`)) if (!kept.has(key)) await store.remove(key);
  return manifest;
}

function textOf({ pair, persona, y, p }: Labels, from: number, to: number): string {
  let text = '';
  for (let l = from; l < to; l++) {
    const probability = Number.isNaN(p[l]) ? null : p[l];
    text += `${JSON.stringify({ pair: pair[l], persona: persona[l], y: y[l], p: probability })}\n`;
  }
  return text;
}

async function partLines(
  store: Store,
  { key, count, sha256: expected }: LabelsManifest['parts'][number],
): Promise<readonly string[]> {
  const bytes = await store.get(key);
  if (bytes === null) throw damaged(store, key, 'labels.json names it, and it is not there');
  const found = sha256(bytes);
  if (found !== expected) throw damaged(store, key, `its SHA-256 is ${found}, in labels.json ${expected}`);
  const lines = new TextDecoder().decode(bytes).split('\n').slice(0, -1);
  if (lines.length === count) return lines;
  throw damaged(store, key, `it has ${lines.length} lines, and labels.json says ${count}`);
}

function lineOf(store: Store, where: string, text: string, { pairs, personas }: LabelsManifest): Line {
  const line = jsonOf(text);
  if (!isLine(line)) throw damaged(store, where, 'it is no label');
  const { pair, persona } = line;
  if (pair < pairs && persona < personas) return line;
  throw damaged(store, where, `it names pair ${pair} of ${pairs} and persona ${persona} of ${personas}`);
}

/** There may be millions, for which a schema takes minutes. */
function isLine(line: unknown): line is Line {
  const { pair, persona, y, p } = Object(line);
  return (
    isCount(pair) &&
    isCount(persona) &&
    (y === 1 || y === -1) &&
    (p === null || (Number.isFinite(p) && p >= 0 && p <= 1))
  );
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const damaged = (store: Store, where: string, why: string): StoreError =>
  new StoreError(
    'failed',
    `${store.locate(where)} is damaged: ${why}. Run the stage that writes labels again.`,
  );
