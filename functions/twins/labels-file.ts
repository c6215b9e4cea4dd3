import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { partKey, twinsKey } from './keys.ts';
import { damaged, findManifest, readManifest, readPart, writeManifest } from './manifest.ts';

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

/** The manifest of the labels; null where there are none. Throws StoreError where it is damaged. */
export const findLabels = (store: Store, name: string): Promise<LabelsManifest | null> =>
  findManifest(store, { name, file: 'labels.json' }, Manifest);

/**
 * The labels of a data set, in the order in which they were written.
 *
 * @throws TwinsError where there are none; StoreError where a part is missing, damaged, or names a pair or persona that is not there.
 */
export async function readLabels(store: Store, name: string): Promise<Labels> {
  const manifest = await readManifest(
    store,
    { name, file: 'labels.json' },
    { schema: Manifest, madeBy: 'signbench twins elicit' },
  );
  const { labels, personas, pairs } = manifest;
  const counted = manifest.parts.reduce((sum, { count }) => sum + count, 0);
  if (counted !== labels)
    throw damaged(store, twinsKey(name, 'labels.json'), `counts ${labels} labels, its parts ${counted}`);
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
    const lines = new TextDecoder()
      .decode(await readPart(store, part))
      .split('\n')
      .slice(0, -1);
    if (lines.length !== part.count)
      throw damaged(store, part.key, `has ${lines.length} lines where its manifest says ${part.count}`);
    for (const [i, text] of lines.entries()) {
      const line = parsed(text);
      const wrong = wrongIn(line, manifest);
      if (wrong !== null) throw damaged(store, part.key, `${wrong} in line ${i + 1}`);
      if (isLine(line)) fill(read, at++, line);
    }
  }
  return read;
}

function wrongIn(line: unknown, { pairs, personas }: LabelsManifest): string | null {
  if (!isLine(line)) return 'has no label';
  if (line.pair >= pairs) return `names pair ${line.pair} of ${pairs}`;
  return line.persona >= personas ? `names persona ${line.persona} of ${personas}` : null;
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
    const key = partKey(name, 'labels', { index: parts.length, ending: 'ndjson' });
    await store.replace(key, bytes);
    parts.push({ key, count: to - from, sha256: sha256Hex(bytes) });
  }
  const { personas, pairs, y } = labels;
  const manifest: LabelsManifest = { format: 1, labels: y.length, personas, pairs, ...facts, parts };
  await writeManifest(store, { name, file: 'labels.json' }, manifest);
  const kept = new Set(parts.map(({ key }) => key));
  for (const key of await store.list(twinsKey(name, 'labels/'))) if (!kept.has(key)) await store.remove(key);
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
