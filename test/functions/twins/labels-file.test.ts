import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLabels, type Labels, readLabels, writeLabels } from '../../../functions/twins/labels-file.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FACTS = { unparsed: 3, source: { kind: 'simulated', seed: 7 } } as const;

const labelsOf = (
  rows: readonly (readonly [pair: number, persona: number, y: number, p: number])[],
  { pairs = 100, personas = 10 } = {},
): Labels => ({
  pair: Uint32Array.from(rows, ([pair]) => pair),
  persona: Uint32Array.from(rows, ([, persona]) => persona),
  y: Int8Array.from(rows, ([, , y]) => y),
  p: Float64Array.from(rows, ([, , , p]) => p),
  pairs,
  personas,
});

const text = (bytes: Uint8Array | null): string => new TextDecoder().decode(bytes ?? new Uint8Array());

test('labels read back as they were written, to the last bit of their probabilities', async () => {
  const label = fc.tuple(
    fc.nat(99),
    fc.nat(9),
    fc.constantFrom(1, -1),
    fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(label, { maxLength: 40 }), async (rows) => {
      const store = openDirectoryStore(temporaryFolder());
      // JSON has no -0, and a probability has no sign.
      const labels = labelsOf(rows.map(([pair, persona, y, p]) => [pair, persona, y, p + 0] as const));
      await writeLabels(store, 'twins', { labels, facts: FACTS });
      expect(await readLabels(store, 'twins')).toEqual(labels);
    }),
    { seed: 11, numRuns: 20 },
  );
});

test('the files are those of the contract: a line a label, and a manifest that counts and hashes them', async () => {
  const store = openDirectoryStore(temporaryFolder());
  const labels = labelsOf([
    [4, 2, 1, 0.75],
    [5, 0, -1, Number.NaN],
  ]);
  await writeLabels(store, 'twins', { labels, facts: FACTS });
  expect(text(await store.get('twins/twins/labels/00000.ndjson'))).toBe(
    '{"pair":4,"persona":2,"y":1,"p":0.75}\n{"pair":5,"persona":0,"y":-1,"p":null}\n',
  );
  expect(await findLabels(store, 'twins')).toEqual({
    format: 1,
    labels: 2,
    personas: 10,
    pairs: 100,
    unparsed: 3,
    source: { kind: 'simulated', seed: 7 },
    parts: [
      {
        key: 'twins/twins/labels/00000.ndjson',
        count: 2,
        // printf of the two lines above, piped to sha256sum.
        sha256: '24ff3bba6d1ba08d58cd29c0a5508f2f6c4f74c3de2c21536876d2339499ed96',
      },
    ],
  });
});

test('more labels than a part holds go to several, and shorter ones leave no part behind', async () => {
  const store = openDirectoryStore(temporaryFolder());
  const many = 65_536 + 5;
  const labels: Labels = {
    pair: Uint32Array.from({ length: many }, (_, i) => i),
    persona: new Uint32Array(many),
    y: new Int8Array(many).fill(1),
    p: new Float64Array(many).fill(Number.NaN),
    pairs: many,
    personas: 1,
  };
  const { parts } = await writeLabels(store, 'twins', { labels, facts: FACTS });
  expect(parts.map(({ count }) => count)).toEqual([65_536, 5]);
  expect((await readLabels(store, 'twins')).pair).toEqual(labels.pair);
  await writeLabels(store, 'twins', { labels: labelsOf([[0, 0, 1, 1]]), facts: FACTS });
  expect(await store.list('twins/twins/labels/')).toEqual(['twins/twins/labels/00000.ndjson']);
});

test('a part that changed, went, or names what is not there is refused by name', async () => {
  const part = 'twins/twins/labels/00000.ndjson';
  const written = async (rows: Parameters<typeof labelsOf>[0], size = {}) => {
    const store = openDirectoryStore(temporaryFolder());
    await writeLabels(store, 'twins', { labels: labelsOf(rows, size), facts: FACTS });
    return store;
  };
  const changed = await written([[4, 2, 1, 0.75]]);
  await changed.replace(part, new TextEncoder().encode('{"pair":4,"persona":2,"y":-1,"p":0.75}\n'));
  await expect(readLabels(changed, 'twins')).rejects.toThrow(
    /labels\/00000\.ndjson is damaged: its SHA-256 is not/,
  );
  const gone = await written([[4, 2, 1, 0.75]]);
  await gone.remove(part);
  await expect(readLabels(gone, 'twins')).rejects.toThrow(/00000\.ndjson is missing/);
  const beyond = await written([[4, 2, 1, 0.75]], { pairs: 4 });
  await expect(readLabels(beyond, 'twins')).rejects.toThrow(/names pair 4 of 4 in line 1/);
  const unlikely = await written([[4, 2, 0, 0.75]]);
  await expect(readLabels(unlikely, 'twins')).rejects.toThrow(/has no label in line 1/);
  const counted = await written([[4, 2, 1, 0.75]]);
  const manifest = JSON.parse(text(await counted.get('twins/twins/labels.json')));
  await counted.replace(
    'twins/twins/labels.json',
    new TextEncoder().encode(JSON.stringify({ ...manifest, labels: 2 })),
  );
  await expect(readLabels(counted, 'twins')).rejects.toThrow(/counts 2 labels, its parts 1/);
});

test('twins without labels are told which stage makes them', async () => {
  const store = openDirectoryStore(temporaryFolder());
  await expect(readLabels(store, 'twins')).rejects.toThrow(
    /no labels.json of the data set twins; signbench twins elicit/,
  );
});
