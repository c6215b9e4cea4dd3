import type { Store } from '../../results/store/store.ts';
import { type Embedded, type EmbedRequest, embedFeatures } from './embed-features.ts';
import type { Embedder } from './embedder.ts';
import type { Pair } from './pair.ts';
import { joinTranscript } from './pairs/transcript.ts';
import { readPairs, type StoredPairs } from './pairs-file.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { TwinsError } from './twins-error.ts';

/** Bytes of a part whose rows were paid for: less is lost when a run is killed. */
const DEAR_PART_BYTES = 1_000_000;

export interface TextsRequest extends EmbedRequest {
  readonly embedder: Embedder;
}

/**
 * Embeds both sides of every pair and stores the differences.
 *
 * @throws TwinsError where there are no pairs, or the embedder's vectors have different lengths.
 */
export async function embedTexts(
  store: Store,
  name: string,
  { embedder, ...request }: TextsRequest,
  options: StageOptions = {},
): Promise<Embedded> {
  const stored = await readPairs(store, name);
  const provenance = { ...embedder.provenance, kind: embedder.kind, reads: embedder.reads };
  const found = async () => ({
    columns: await columnsOf(stored, embedder, options.signal),
    rows: (first: number) => rowsOf(stored, { embedder, first, options }),
    ...(embedder.kind === 'endpoint' ? { partBytes: DEAR_PART_BYTES } : {}),
  });
  return embedFeatures(
    { store, name, pairs: stored.manifest },
    { ...request, embedder: provenance },
    found,
    options,
  );
}

/** The text of one side as an embedder reads it: with the names of the speakers, unless it is one reply alone. */
export function sideText(pair: Pair, side: 'chosen' | 'rejected', reads: Embedder['reads']): string {
  const turns = pair[side];
  if (reads === 'reply' && turns.length === 1) return turns[0].text;
  return joinTranscript(reads === 'reply' ? turns : [...pair.prompt, ...turns]).trimStart();
}

async function columnsOf(
  stored: StoredPairs,
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (embedder.columns !== undefined) return embedder.columns;
  for await (const pair of stored.pairs()) {
    const [vector] = await embedder.embed([sideText(pair, 'chosen', embedder.reads)], signal);
    return vector.length;
  }
  throw new TwinsError('There are no pairs to embed.');
}

interface Embedding {
  readonly embedder: Embedder;
  readonly first: number;
  readonly options: StageOptions;
}

async function* rowsOf(
  stored: StoredPairs,
  { embedder, first, options: { signal } }: Embedding,
): AsyncGenerator<Float32Array> {
  let texts: string[] = [];
  let done = first;
  const flush = async (): Promise<Float32Array> => {
    goOn(signal);
    const vectors = await embedder.embed(texts, signal);
    if (vectors.length !== texts.length) {
      throw new TwinsError(`The embedder gave ${vectors.length} vectors for ${texts.length} texts.`);
    }
    texts = [];
    done += vectors.length / 2;
    return differences(vectors, done);
  };
  let number = 0;
  for await (const pair of stored.pairs()) {
    if (number++ < first) continue;
    texts.push(sideText(pair, 'chosen', embedder.reads), sideText(pair, 'rejected', embedder.reads));
    if (texts.length >= embedder.batch) yield await flush();
  }
  if (texts.length > 0) yield await flush();
}

/** Vector 2i minus vector 2i + 1, a row a pair. */
function differences(vectors: readonly Float32Array[], done: number): Float32Array {
  const columns = vectors[0].length;
  const rows = new Float32Array((vectors.length / 2) * columns);
  for (let i = 0; i < vectors.length; i += 2) {
    const [a, b] = [vectors[i], vectors[i + 1]];
    if (a.length !== columns || b.length !== columns) {
      const found = a.length === columns ? b.length : a.length;
      const pair = done - (vectors.length - i) / 2;
      throw new TwinsError(
        `The embedder gave a vector of ${found} numbers for pair ${pair}, and of ${columns} before.`,
      );
    }
    for (let j = 0; j < columns; j++) rows[(i / 2) * columns + j] = a[j] - b[j];
  }
  return rows;
}
