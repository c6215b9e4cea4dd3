import { describe, expect, test } from 'vitest';
import type { Study } from '../../functions/study/study.ts';
import { rawColumns } from '../../results/raw-columns.ts';
import { exported, factorStudy, inTurn } from '../support/exported.ts';
import { RLHF, SIGN, TWO_TYPES, tinyStudy } from '../support/studies.ts';

/** Names that rsimsum's documentation of simsum() forbids. */
const RSIMSUM_FORBIDS = ['stat', 'est', 'mcse', 'lower', 'upper', ':methodvar', ':true'];

const STUDY: Study = tinyStudy({
  name: 'layout',
  sampleSizes: [10, 30],
  looks: [[7], [7]],
  scenarios: [
    { factors: { 'population.users.weights': '[0.5,0.5]', 'population.scale': 1 }, estimators: [SIGN, RLHF] },
    { factors: { 'population.users.weights': 'say "Grüße",\nplease' }, estimators: [SIGN, RLHF] },
  ].map((scenario) => ({ ...scenario, population: TWO_TYPES })),
});

/** Fields of CSV by RFC 4180, read character by character: a second implementation of what is written. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (text[at] === '"') at++;
        field += text[at];
      }
      at++;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++];
    row.push(field);
    if (text[at] === ',') at++;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const read = async (study: Study): Promise<Record<string, string>[]> => {
  const [header, ...rows] = parseCsv(
    new TextDecoder('utf-8', { fatal: true }).decode(await exported(study, 'csv')),
  );
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, i) => [name, row[i]]));
  });
};

describe('the CSV, as rsimsum, simhelpers, pandas and DuckDB document their needs', () => {
  test('is UTF-8 without a byte order mark, and its heading names every column once', async () => {
    const bytes = await exported(STUDY, 'csv');
    const [heading] = bytes.toString('utf8').split('\r\n');
    expect(heading).toBe(
      'study,weights,scale,n,cell,replicate,estimator,estimand,truth,estimate,status,angle,disagreement,score,' +
        'evaluations,address',
    );
    expect(bytes[0]).not.toBe(0xef);
    expect(bytes.toString('utf8')).toContain('Grüße');
  });

  test('has names that are variables, and none that rsimsum forbids', () => {
    for (const { name } of rawColumns(STUDY)) {
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
      expect(RSIMSUM_FORBIDS).not.toContain(name);
    }
  });

  test('is tidy: exactly one row for a data-generating mechanism, replicate, method and estimand', async () => {
    const rows = await read(STUDY);
    const keys = rows.map(({ cell, replicate, estimator, estimand }) =>
      JSON.stringify([cell, replicate, estimator, estimand]),
    );
    expect(new Set(keys).size).toBe(rows.length);
    expect(rows).toHaveLength(2 * 2 * 2 * 7);
  });

  test('has the methods of a cell in the same order of replicates, failed fits included, which rsimsum pairs by position', async () => {
    const rows = await read(STUDY);
    const replicates = (cell: string, method: string): string[] =>
      rows.filter((row) => row.cell === cell && row.estimator === method).map(({ replicate }) => replicate);
    for (const cell of new Set(rows.map((row) => row.cell))) {
      expect(replicates(cell, 'sign')).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      expect(replicates(cell, 'rlhf')).toEqual(replicates(cell, 'sign'));
    }
  });

  test('has one true value for a cell and estimand, which simhelpers demands', async () => {
    const rows = await read(STUDY);
    const truths = new Map(rows.map(({ cell, estimand }) => [`${cell} ${estimand}`, new Set<string>()]));
    for (const { cell, estimand, truth } of rows) truths.get(`${cell} ${estimand}`)?.add(truth);
    for (const values of truths.values()) expect(values.size).toBe(1);
  });

  test('has numbers that look like their type in every row, and empty fields for what is missing', async () => {
    const rows = await read(STUDY);
    const double = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
    for (const row of rows) {
      for (const name of ['n', 'replicate']) expect(row[name]).toMatch(/^\d+$/);
      expect(row.truth).toMatch(/[.e]/);
      for (const name of ['truth', 'evaluations']) expect(row[name]).toMatch(double);
      for (const name of ['estimate', 'angle', 'disagreement', 'score']) {
        if (row.status === 'ok') expect(row[name]).toMatch(double);
        else expect(row[name]).toBe('');
      }
    }
    expect(rows.filter(({ status }) => status !== 'ok')).toHaveLength(8);
    expect(new Set(rows.map(({ scale }) => scale))).toEqual(new Set(['1.0', '']));
  });

  test('keeps every digit', async () => {
    const rows = await read(STUDY);
    expect(Number(rows[0].estimate)).toBe(Math.PI / 4);
  });

  test('quotes commas, quotes and line breaks (RFC 4180)', async () => {
    const rows = await read(STUDY);
    expect(new Set(rows.map(({ weights }) => weights))).toEqual(
      new Set(['[0.5,0.5]', 'say "Grüße",\nplease']),
    );
  });

  test('has its heading even without rows', async () => {
    expect((await exported(factorStudy({}), 'csv', inTurn([]))).toString()).toMatch(
      /^study,n,.*address\r\n$/,
    );
  });
});

describe('json and ndjson', () => {
  test('read back as the same rows', async () => {
    const json = JSON.parse((await exported(STUDY, 'json')).toString());
    const lines = (await exported(STUDY, 'ndjson')).toString().trimEnd().split('\n');
    expect(json).toHaveLength(56);
    expect(lines.map((line) => JSON.parse(line))).toEqual(json);
    expect(json[4]).toMatchObject({
      status: 'separable',
      estimate: null,
      n: 10,
      weights: '[0.5,0.5]',
      scale: 1,
    });
  });

  test('are an empty list and no line without rows', async () => {
    expect(JSON.parse((await exported(STUDY, 'json', inTurn([]))).toString())).toEqual([]);
    expect(await exported(STUDY, 'ndjson', inTurn([]))).toHaveLength(0);
  });
});
