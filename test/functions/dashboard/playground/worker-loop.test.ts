import { describe, expect, it } from 'vitest';
import { studyOf } from '../../../../functions/dashboard/playground/played-study.ts';
import { DEFAULTS, settingsQuery } from '../../../../functions/dashboard/playground/settings.ts';
import {
  createWorkerLoop,
  type Order,
  type Reply,
} from '../../../../functions/dashboard/playground/worker-loop.ts';
import { createEngine } from '../../../../functions/study/engine.ts';
import { planStudy, withReplicates } from '../../../../functions/study/plan.ts';

const query = settingsQuery({ ...DEFAULTS, n: 300, replicates: 40 });

/** A worker whose clock goes on by 50 ms with every look at it, so that it draws often. */
function worker() {
  const replies: Reply[] = [];
  const engine = createEngine('wasm-f64');
  let clock = 0;
  const loop = createWorkerLoop({
    post: (reply) => replies.push(reply),
    rest: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => {
      clock += 50;
      return clock;
    },
    engine: async () => ({ engine, name: 'a test' }),
  });
  return { replies, loop };
}

describe('the worker of a playground', () => {
  it('draws what theory says, then the course as it settles, then the end with a sentence', async () => {
    const { replies, loop } = worker();
    await loop({ kind: 'run', id: 1, query, still: false });
    expect(Object.keys(replies[0].kind === 'drawn' ? replies[0].fragments : {})).toEqual(['plane', 'limits']);
    const last = replies[replies.length - 1];
    expect(last).toMatchObject({ kind: 'done', id: 1 });
    expect(last.kind === 'done' && last.sentence).toMatch(
      /^With 300 comparisons .* over 40 data sets\. Computed by a test in [\d.]+ s\.$/,
    );
    expect(replies.filter(({ kind }) => kind === 'drawn').length).toBeGreaterThan(1);
  });

  it('draws once at the end where motion is not wanted', async () => {
    const { replies, loop } = worker();
    await loop({ kind: 'run', id: 1, query, still: true });
    expect(replies.map(({ kind }) => kind)).toEqual(['drawn', 'done']);
  });

  it('leaves an order for the next one, and ends where it is told to', async () => {
    for (const next of [
      { kind: 'look', id: 2, query, still: false },
      { kind: 'stop', id: 2 },
    ] satisfies Order[]) {
      const { replies, loop } = worker();
      const first = loop({ kind: 'run', id: 1, query, still: false });
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      await loop(next);
      await first;
      expect(replies.some((reply) => reply.kind === 'done')).toBe(false);
    }
  });

  it('says why settings have no answer', async () => {
    const { replies, loop } = worker();
    await loop({ kind: 'run', id: 1, query: '?w1=0&w2=0&w3=0', still: false });
    expect(replies).toEqual([
      { kind: 'failed', id: 1, sentence: expect.stringMatching(/No type has a share/) },
    ]);
  });

  it('refuses a data set that is too large, and what is none', async () => {
    const { replies, loop } = worker();
    const cell = withReplicates(planStudy(studyOf(DEFAULTS))[0], 1);
    const request = {
      study: 'a',
      cell: { ...cell, n: 2_000_000 },
      replicate: 0,
      stored: [],
      dataSha256: null,
    };
    await loop({ kind: 'replay', id: 1, request });
    await loop({ kind: 'replay', id: 2, request: JSON.parse('{"cell":{}}') });
    expect(replies[0]).toMatchObject({ kind: 'failed', id: 1, sentence: expect.stringMatching(/too large/) });
    expect(replies[1]).toMatchObject({ kind: 'failed', id: 2 });
  });
});
