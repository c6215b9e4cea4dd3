import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../functions/twins/pair.ts';
import { joinTranscript } from '../../../functions/twins/pairs/transcript.ts';
import { readPairs } from '../../../functions/twins/pairs-file.ts';
import { readPersonas } from '../../../functions/twins/personas-file.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { PREFERENCE_FILES as golden, pairAsPython } from '../../support/preference-files.ts';
import { twinsFolder } from '../../support/twins.ts';

async function pairsOf(store: string, name = 'twins'): Promise<readonly Pair[]> {
  const { pairs } = await readPairs(openDirectoryStore(store), name);
  const all: Pair[] = [];
  for await (const pair of pairs()) all.push(pair);
  return all;
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const hh = (chosen: string, rejected: string): string =>
  line({
    chosen: `\n\nHuman: Hi\n\nAssistant: ${chosen}`,
    rejected: `\n\nHuman: Hi\n\nAssistant: ${rejected}`,
  });

describe('HH-RLHF', () => {
  test.each(['jsonl', 'jsonlGz'] as const)(
    'What Python wrote as %s comes back to the character',
    async (form) => {
      const { store, twins } = twinsFolder({ pairs: Buffer.from(golden[form], 'base64') });
      const { code, result } = await twins('import', 'pairs');
      const unshared = golden.cases.filter(({ pair }) => pair.prompt.length === 0).length;
      expect([code, result]).toMatchObject([
        0,
        { pairs: golden.cases.length, skipped: 0, identical: 1, unshared },
      ]);
      expect((await pairsOf(store)).map(pairAsPython)).toEqual(golden.cases.map(({ pair }) => pair));
      const back = (await pairsOf(store)).map(({ prompt, chosen, rejected }) => ({
        chosen: joinTranscript([...prompt, ...chosen]),
        rejected: joinTranscript([...prompt, ...rejected]),
      }));
      expect(back).toEqual(golden.cases.map(({ chosen, rejected }) => ({ chosen, rejected })));
    },
  );

  test('The shared prompt is split off', async () => {
    const { store, twins } = twinsFolder({ 'a.jsonl': hh('yes', 'no') });
    await twins('import', 'a.jsonl');
    expect(await pairsOf(store)).toEqual([
      {
        prompt: [{ role: 'user', text: 'Hi' }],
        chosen: [{ role: 'assistant', text: 'yes' }],
        rejected: [{ role: 'assistant', text: 'no' }],
      },
    ]);
  });

  test('A file of more pairs than a part holds is kept in parts, in order', async () => {
    const text = Array.from({ length: 5000 }, (_, i) => hh(String(i), 'no')).join('');
    const { store, twins } = twinsFolder({ 'a.jsonl': text });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({ pairs: 5000 });
    const { manifest } = await readPairs(openDirectoryStore(store), 'twins');
    expect(manifest.parts.map(({ count }) => count)).toEqual([4096, 904]);
    const texts = (await pairsOf(store)).map(({ chosen }) => chosen[0].text);
    expect(texts).toEqual(Array.from({ length: 5000 }, (_, i) => String(i)));
  });

  test('Lines that end with a return, blank lines and a last line without an end are read', async () => {
    const text = `\ufeff${hh('a', 'b').trimEnd()}\r\n\r\n  \n${hh('c', 'd').trimEnd()}`;
    const { twins } = twinsFolder({ 'a.jsonl': text });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({ pairs: 2, skipped: 0 });
  });
});

const user = { role: 'user', content: 'Q' };
const says = (content: string) => ({ role: 'assistant', content });
const PAIR = {
  prompt: [{ role: 'user', text: 'Q' }],
  chosen: [{ role: 'assistant', text: 'A' }],
  rejected: [{ role: 'assistant', text: 'B' }],
};
const scored = (chosenScore: number, rejectedScore: number) => ({ ...PAIR, chosenScore, rejectedScore });

describe('Other forms of pairs', () => {
  test.each<[string, unknown, unknown, string]>([
    ['a prompt and two texts', { prompt: 'Q', chosen: 'A', rejected: 'B' }, PAIR, 'prompt-completion'],
    ['two texts without a prompt', { chosen: 'A', rejected: 'B' }, { ...PAIR, prompt: [] }, 'columns'],
    [
      'a prompt that is a transcript',
      { prompt: '\n\nHuman: Q\n\nAssistant:', chosen: ' A', rejected: ' B' },
      PAIR,
      'hh-rlhf',
    ],
    [
      'a prompt and messages',
      { prompt: [user], chosen: [says('A')], rejected: [says('B')] },
      PAIR,
      'ultrafeedback',
    ],
    [
      'whole conversations',
      { chosen: [user, says('A')], rejected: [user, says('B')] },
      PAIR,
      'ultrafeedback',
    ],
    [
      'whole conversations with their prompt again, and scores',
      {
        prompt: 'Q',
        chosen: [user, says('A')],
        rejected: [user, says('B')],
        score_chosen: 8.5,
        score_rejected: 2,
      },
      scored(8.5, 2),
      'ultrafeedback',
    ],
    [
      'completions with scores, the best against the worst',
      {
        instruction: 'Q',
        completions: [
          { response: 'C', overall_score: 5 },
          { response: 'A', overall_score: 7.5 },
          { response: 'B', overall_score: '1' },
        ],
      },
      scored(7.5, 1),
      'ultrafeedback',
    ],
    [
      'speakers of ShareGPT',
      {
        chosen: [
          { from: 'human', value: 'Q' },
          { from: 'gpt', value: 'A' },
        ],
        rejected: [
          { from: 'human', value: 'Q' },
          { from: 'gpt', value: 'B' },
        ],
      },
      PAIR,
      'ultrafeedback',
    ],
    [
      'texts in parts',
      {
        prompt: 'Q',
        chosen: { role: 'assistant', content: [{ type: 'text', text: 'A' }] },
        rejected: says('B'),
      },
      PAIR,
      'ultrafeedback',
    ],
  ])('%s', async (_, record, pair, kind) => {
    const { store, twins } = twinsFolder({ 'a.jsonl': line(record) });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({
      pairs: 1,
      skipped: 0,
      source: { kind },
    });
    expect(await pairsOf(store)).toEqual([pair]);
  });

  const shp = (labels: number) => ({
    ...{ post_id: 'x1', domain: 'askbaking_train', upvote_ratio: 0.98, history: 'Q', c_root_id_A: 'a' },
    ...{ c_root_id_B: 'b', created_at_utc_A: 1, created_at_utc_B: 2, score_A: 340, score_B: 149 },
    ...{ human_ref_A: 'first', human_ref_B: 'second', labels, seconds_difference: 1.0, score_ratio: 2.28 },
  });

  test('SHP says by its labels which comment is preferred', async () => {
    const { store, twins } = twinsFolder({ 'train.json': line(shp(1)) + line(shp(0)) });
    expect((await twins('import', 'train.json')).result).toMatchObject({ pairs: 2, source: { kind: 'shp' } });
    const [one, two] = await pairsOf(store);
    expect([one.chosen[0].text, one.rejected[0].text, one.chosenScore, one.rejectedScore]).toEqual([
      'first',
      'second',
      340,
      149,
    ]);
    expect([two.chosen[0].text, two.rejected[0].text, two.chosenScore, two.rejectedScore]).toEqual([
      'second',
      'first',
      149,
      340,
    ]);
    expect(one.prompt).toEqual([{ role: 'user', text: 'Q' }]);
    const bad = twinsFolder({ 'train.json': line(shp(2)), 'hh.jsonl': hh('a', 'b') });
    expect((await bad.twins('import', 'train.json')).stderr).toMatch(
      /labels is neither 1, for A, nor 0, for B/,
    );
    expect((await bad.twins('import', 'hh.jsonl', '--format', 'shp')).stderr).toMatch(/has no history/);
  });

  test('Red-team attempts are refused by what they are', async () => {
    const attempt = {
      min_harmlessness_score_transcript: -1.4,
      num_params: 52,
      transcript: '\n\nHuman: Hi\n\nAssistant: Hello',
    };
    const { twins } = twinsFolder({
      'a.jsonl': line(attempt),
      'b.jsonl': JSON.stringify([attempt], null, 2),
    });
    const { code, stderr } = await twins('import', 'a.jsonl');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/one transcript and no pair: red-team attempts hold no preferences/),
    ]);
    expect((await twins('import', 'b.jsonl')).stderr).toMatch(/one JSON list; JSON Lines are needed/);
  });

  test('UltraFeedback as its authors publish it, with fewer than two completions in places', async () => {
    const completion = (response: string, overall_score: number) => ({
      ...{
        annotations: { helpfulness: { Rating: '4', Type: ['1'] } },
        custom_system_prompt: 'S',
        model: 'm',
      },
      ...{ principle: 'honesty', response, critique: 'C', overall_score, 'fine-grained_score': 4.5 },
    });
    const record = (completions: readonly unknown[]) => ({
      ...{ source: 'evol_instruct', instruction: 'Q', models: ['m'], completions },
      ...{ correct_answers: ['None'], incorrect_answers: ['None'] },
    });
    const whole = record([completion('C', 5), completion('A', 7.5), completion('B', 1)]);
    const { store, twins } = twinsFolder({
      'a.jsonl': line(whole) + line(record([])) + line(record([completion('C', 5)])) + line(whole),
    });
    const { result } = await twins('import', 'a.jsonl');
    expect(result).toMatchObject({ pairs: 2, skipped: 2 });
    expect(await pairsOf(store)).toEqual([scored(7.5, 1), scored(7.5, 1)]);
  });

  test('binarised UltraFeedback as published twice, with its scores', async () => {
    const sides = { chosen: [user, says('A')], rejected: [user, says('B')], messages: [user, says('A')] };
    const h4 = { prompt: 'Q', prompt_id: 'f0e3', ...sides, score_chosen: 8.5, score_rejected: 2 };
    const argilla = {
      source: 'evol',
      prompt: 'Q',
      ...sides,
      'chosen-rating': 8.5,
      'chosen-model': 'm',
      'rejected-rating': 2,
      'rejected-model': 'n',
    };
    const { store, twins } = twinsFolder({ 'a.jsonl': line(h4) + line(argilla) });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({ pairs: 2, skipped: 0 });
    expect(await pairsOf(store)).toEqual([scored(8.5, 2), scored(8.5, 2)]);
  });

  test('Personas of Twin-2K-500 are told by their summary, in the order of the file', async () => {
    const twin = (pid: string) => ({
      pid,
      persona_text: 'Which part ...',
      persona_summary: `Person ${pid}`,
      persona_json: '[{"ElementType": "Block"}]',
    });
    const { store, twins } = twinsFolder({
      'a.jsonl': hh('a', 'b'),
      'p.jsonl': line(twin('574')) + line(twin('2001')),
    });
    const { result } = await twins('import', 'a.jsonl', '--personas', 'p.jsonl');
    expect(result).toMatchObject({ personas: 2, personasSkipped: 0 });
    expect(await readPersonas(openDirectoryStore(store), 'twins')).toEqual([
      { id: '574', text: 'Person 574' },
      { id: '2001', text: 'Person 2001' },
    ]);
  });

  test('A system message before the prompt stays before it', async () => {
    const system = { role: 'system', content: 'S' };
    const record = { prompt: 'Q', chosen: [system, user, says('A')], rejected: [system, user, says('B')] };
    const { store, twins } = twinsFolder({ 'a.jsonl': line(record) });
    await twins('import', 'a.jsonl');
    expect(await pairsOf(store)).toEqual([
      { ...PAIR, prompt: [{ role: 'system', text: 'S' }, ...PAIR.prompt] },
    ]);
  });

  test('Completions with one score make no pair and are counted; another score can be named', async () => {
    const completions = [
      { response: 'A', overall_score: 3, helpfulness: 4 },
      { response: 'B', overall_score: 3, helpfulness: 1 },
    ];
    const { store, twins } = twinsFolder({ 'a.jsonl': line({ prompt: 'Q', completions }) + hh('a', 'b') });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({ pairs: 1, ties: 1, skipped: 0 });
    expect(
      (await twins('import', 'a.jsonl', '--score', 'helpfulness', '--tolerate', '1')).result,
    ).toMatchObject({
      pairs: 2,
      ties: 0,
      source: { kind: 'mixed' },
    });
    expect((await pairsOf(store))[0]).toEqual(scored(4, 1));
  });

  test('A CSV with columns of other names', async () => {
    const csv = 'ask,better,worse,chosen_score\nQ,A,B,\n"multi\nline ""q""",x,y,3\n';
    const { store, twins } = twinsFolder({ 'a.csv': csv });
    const words = ['--prompt', 'ask', '--chosen', 'better', '--rejected', 'worse'];
    expect((await twins('import', 'a.csv', ...words)).result).toMatchObject({ pairs: 2, skipped: 0 });
    expect(await pairsOf(store)).toEqual([
      PAIR,
      {
        prompt: [{ role: 'user', text: 'multi\nline "q"' }],
        chosen: [{ role: 'assistant', text: 'x' }],
        rejected: [{ role: 'assistant', text: 'y' }],
        chosenScore: 3,
      },
    ]);
  });

  test('A format that is named refuses records of another shape', async () => {
    const { twins } = twinsFolder({ 'a.jsonl': line({ chosen: 'A', rejected: 'B' }) });
    for (const [format, reason] of [
      ['ultrafeedback', 'has texts where the format ultrafeedback has messages'],
      ['prompt-completion', 'has no prompt'],
    ]) {
      const { code, stderr } = await twins('import', 'a.jsonl', '--format', format);
      expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
    }
    expect((await twins('import', 'a.jsonl', '--format', 'columns')).code).toBe(0);
  });
});

describe('What cannot be used', () => {
  const bad = [
    ['not json', 'is not JSON'],
    ['[1]', 'is a list and no object'],
    ['{"chosen":"a"}', 'has no rejected'],
    ['{"chosen":1,"rejected":"b"}', 'chosen is a number, not a text or a list of messages'],
    ['{"chosen":[],"rejected":[]}', 'chosen has no messages'],
    ['{"chosen":[{"role":"user"}],"rejected":"b"}', 'message 1 of chosen has no text'],
    ['{"prompt":"q","completions":[{"response":"a","score":1}]}', 'has 1 completions; two are needed'],
    ['{"prompt":"q","completions":[{"response":"a"},{"response":"b"}]}', 'completion 1 has no score'],
    ['{"chosen":"a","rejected":"b","chosen_score":"high"}', 'chosen_score is no number'],
  ];

  test('Lines are named with the reason, and skipped up to the tolerance', async () => {
    const { twins } = twinsFolder({ 'a.jsonl': bad.map(([text]) => `${hh('a', 'b')}${text}\n`).join('') });
    const { result } = await twins('import', 'a.jsonl');
    expect(result).toMatchObject({ pairs: bad.length, skipped: bad.length });
    expect(result?.problems).toEqual(
      bad.map(([, reason], i) => ({ line: 2 * i + 2, reason: expect.stringContaining(reason) })),
    );
  });

  test('A line that is not UTF-8 is named', async () => {
    const text = Buffer.concat([Buffer.from(hh('a', 'b')), Buffer.from([0xff, 10])]);
    const { twins } = twinsFolder({ 'a.jsonl': text });
    expect((await twins('import', 'a.jsonl')).result).toMatchObject({
      problems: [{ line: 2, reason: 'is not UTF-8 text' }],
    });
  });

  test.each([
    ['1%', 100, 1, 0],
    ['1%', 100, 2, 2],
    ['0', 100, 1, 2],
    ['3', 4, 3, 0],
    ['3', 8, 4, 2],
  ])('--tolerate %s of %i lines with %i malformed ends with %i', async (tolerance, lines, wrong, code) => {
    const text = Array.from({ length: lines }, (_, i) => (i < wrong ? 'x\n' : hh(String(i), 'b'))).join('');
    const { twins } = twinsFolder({ 'a.jsonl': text });
    expect((await twins('import', 'a.jsonl', '--tolerate', tolerance)).code).toBe(code);
  });

  test('A file with too many malformed lines is refused in a sentence and leaves what was stored', async () => {
    const { store, twins, put } = twinsFolder({ 'a.jsonl': hh('a', 'b') });
    await twins('import', 'a.jsonl');
    const broken = put('b.jsonl', `${hh('c', 'd')}x\ny\n`);
    const { code, stderr, stdout } = await twins('import', broken);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /b\.jsonl: 2 of 3 lines cannot be used, where --tolerate allows 1 %, .+ By number: 2 is not JSON; 3 is not JSON\. Nothing was stored\./,
    );
    expect(await pairsOf(store)).toHaveLength(1);
  });

  test('A refused first import leaves no manifest', async () => {
    const { store, twins } = twinsFolder({ 'a.jsonl': 'x\n' });
    expect((await twins('import', 'a.jsonl')).code).toBe(2);
    await expect(readPairs(openDirectoryStore(store), 'twins')).rejects.toThrow(
      'has no pairs.json of the data set twins',
    );
  });

  test.each([
    ['no file', 'none.jsonl', 'There is no file'],
    ['an empty file', 'empty.jsonl', 'has no pairs'],
    ['one JSON list', 'list.json', 'is one JSON list; JSON Lines are needed'],
    ['gzip that breaks off', 'cut.jsonl.gz', 'its gzip compression breaks off or is damaged'],
    ['no Parquet', 'no.parquet', 'cannot be read as Parquet'],
    ['a folder', '.', 'is a folder'],
  ])('%s is refused in a sentence', async (_, name, sentence) => {
    const { twins, path } = twinsFolder({
      'empty.jsonl': '',
      'list.json': '[\n{"chosen":"a","rejected":"b"}]',
      'cut.jsonl.gz': gzipSync(hh('a', 'b').repeat(100)).subarray(0, 60),
      'no.parquet': 'PAR1 no PAR1',
    });
    const { code, stderr } = await twins('import', path(name));
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
});

test('The same file is not imported twice, unless asked; another way of reading is', async () => {
  const { twins, store } = twinsFolder({ 'a.jsonl': hh('a', 'b') });
  const cached = async (...words: string[]) => (await twins('import', 'a.jsonl', ...words)).result?.cached;
  expect(await cached()).toBe(false);
  expect(await cached()).toBe(true);
  expect(await cached('--again')).toBe(false);
  expect(await cached('--format', 'hh-rlhf')).toBe(false);
  expect(await cached('--format', 'hh-rlhf')).toBe(true);
  expect(readdirSync(`${store}/twins/twins`).sort()).toEqual(['pairs', 'pairs.json']);
});

test('A damaged part is refused by its name', async () => {
  const { twins, store } = twinsFolder({ 'a.jsonl': hh('a', 'b') });
  await twins('import', 'a.jsonl');
  const part = `${store}/twins/twins/pairs/00000.ndjson`;
  await writeFile(part, (await readFile(part, 'utf8')).replace('"a"', '"x"'));
  await expect(pairsOf(store)).rejects.toThrow(/00000\.ndjson is damaged: its SHA-256/);
});

describe('Personas', () => {
  const personasOf = (store: string) => readPersonas(openDirectoryStore(store), 'twins');

  test('JSON Lines with free text, summaries of surveys, answers alone, and an id of the line', async () => {
    const lines = [
      { id: 'a', text: 'Likes tea.' },
      { pid: 7, persona_summary: 'Short.', persona_text: 'Long.' },
      { user_id: 'c', answers: { age: 40, party: 'none' } },
      { description: 'Nameless.', survey: { q: [1, 2] } },
    ];
    const { twins, store } = twinsFolder({ 'p.jsonl': lines.map(line).join('') });
    expect((await twins('import', '--personas', 'p.jsonl')).result).toMatchObject({
      personas: 4,
      personasSkipped: 0,
    });
    expect(await personasOf(store)).toEqual([
      { id: 'a', text: 'Likes tea.' },
      { id: '7', text: 'Short.' },
      { id: 'c', text: 'age: 40\nparty: none', survey: { age: 40, party: 'none' } },
      { id: '4', text: 'Nameless.', survey: { q: [1, 2] } },
    ]);
  });

  test('Lines of text', async () => {
    const { twins, store } = twinsFolder({ 'p.txt': 'A nurse.\n\n A "miner". \n' });
    expect((await twins('import', '--personas', 'p.txt')).result).toMatchObject({ personas: 2 });
    expect(await personasOf(store)).toEqual([
      { id: '1', text: 'A nurse.' },
      { id: '3', text: 'A "miner".' },
    ]);
  });

  test('An id twice and a persona without a text are named', async () => {
    const lines = [
      { id: 1, text: 'x' },
      { id: '1', text: 'y' },
      { id: 2 },
      { id: 3, text: 'z' },
      { id: {}, text: 'z' },
    ];
    const { twins } = twinsFolder({ 'p.jsonl': lines.map(line).join('') });
    expect((await twins('import', '--personas', 'p.jsonl')).code).toBe(2);
    expect((await twins('import', '--personas', 'p.jsonl', '--tolerate', '3')).result).toMatchObject({
      personas: 2,
      personasProblems: [
        { line: 2, reason: 'has the id "1" of 1 again' },
        { line: 3, reason: expect.stringContaining('has no text') },
        { line: 5, reason: 'id is an object' },
      ],
    });
  });

  test('Nothing to import is said', async () => {
    expect(await twinsFolder().twins('import')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nothing to import'),
    });
  });
});
