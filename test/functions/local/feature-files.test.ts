import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFeatureFiles } from '../../../functions/local/feature-files.ts';
import { readCsv } from '../../../functions/local/table-csv.ts';
import { readTableFile } from '../../../functions/local/table-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/tables.json', import.meta.url), 'utf8'));
const array = (name: string): Buffer => Buffer.from(golden[name], 'base64');

/** What is read from a file of this content. */
function read(content: string | Uint8Array, name = 'rows.csv') {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return readTableFile(path);
}

/** The rows that are read, or the sentence. */
function rowsOf(content: string | Uint8Array, name?: string): unknown {
  const table = read(content, name);
  if ('found' in table) return `${table.found}; ${table.allowed}`;
  const { values, rows, dimension } = table;
  expect(values).toHaveLength(rows * dimension);
  return Array.from({ length: rows }, (_, i) =>
    Array.from(values.subarray(i * dimension, (i + 1) * dimension)),
  );
}

// Expected values and arrays: test/golden/tables.py.
describe('a table of features', () => {
  it.each([
    ['csv', 'rows.csv', 'values'],
    ['npy', 'rows.npy', 'values'],
    ['npyVersion2', 'rows.NPY', 'values'],
    ['single', 'rows.npy', 'singleValues'],
  ])('is read as another program wrote it: %s', (content, name, values) => {
    expect(rowsOf(content === 'csv' ? golden.csv : array(content), name)).toEqual(golden[values]);
  });

  it('has one hash, from CSV and from .npy, which the other program computes too', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'a.csv'), golden.csv);
    writeFileSync(join(folder, 'b.npy'), array('npy'));
    const { files, tables } = openFeatureFiles(folder);
    expect(files('data/a.csv')).toEqual({ rows: 4, dimension: 3, sha256: golden.sha256 });
    expect(files('b.npy')).toEqual(files('data/a.csv'));
    expect([...tables.keys()]).toEqual([golden.sha256]);
    expect(tables.get(golden.sha256)?.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(files('gone.csv')).toEqual({
      found: 'does not exist',
      allowed: 'a CSV with a header or a .npy is needed, by its path from the study file',
    });
  });

  it('is read once, whatever becomes of its file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.csv'), 'a,b\n1,2\n3,4\n');
    const { files } = openFeatureFiles(folder);
    const first = files('a.csv');
    writeFileSync(join(folder, 'a.csv'), 'a,b\n1,2\n3,5\n');
    expect(files('a.csv')).toBe(first);
    expect(openFeatureFiles(folder).files('a.csv')).not.toEqual(first);
  });

  it('is not moved by a sign of zero', () => {
    expect(rowsOf('a,b\n-0,1\n1,-0.0\n')).toStrictEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it.each([
    ['a byte order mark and Windows line ends', '\uFEFFa,b\r\n1,2\r\n3,4\r\n'],
    ['no line end', 'a,b\n1,2\n3,4'],
    ['blank lines', '\na,b\n\n1,2\n  \n3,4\n\n\n'],
    ['quotes and spaces', '"a", "b c"\n"1", 2\n 3 ,"4"\n'],
    ['signs and exponents', 'a,b\n+1,.2e1\n30E-1,4.\n'],
  ])('may have %s', (_, text) => {
    expect(rowsOf(text)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('is any table of numbers that text can hold', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((d) =>
        fc.array(fc.array(value, { minLength: d, maxLength: d }), { minLength: 2, maxLength: 20 }),
      );
    fc.assert(
      fc.property(table, (drawn) => {
        // A first column that varies and a last that does keep the table acceptable.
        const rows = drawn.map((row, i) => row.map((one, j) => (i < 2 ? i + j + 1 : one)));
        const header = rows[0].map((_, j) => `c${j}`).join(',');
        const expected = rows.map((row) => row.map((one) => one + 0));
        expect(rowsOf(`${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`)).toEqual(expected);
      }),
      { seed: 20251028, numRuns: 100 },
    );
  });

  it('may be larger than one piece of its text', () => {
    // 5.6 MB of text; pieces are of 4 MiB.
    const rows = 70_000;
    const lines = Array.from({ length: rows }, (_, i) => `${i},${i + 0.123456789}`.padEnd(80));
    const table = read(`a,b\n${lines.join('\n')}\n`);
    if ('found' in table) throw new Error(table.found);
    expect(table.rows).toBe(rows);
    const wrong = table.values.findIndex((value, k) => value !== (k >> 1) + (k & 1) * 0.123456789);
    expect(wrong).toBe(-1);
    const late = [...lines.slice(0, 60_000), '1,x', ...lines.slice(60_000)];
    expect(rowsOf(`a,b\n${late.join('\n')}\n`)).toMatch(/^has "x" in line 60002, column "b"; /);
  });

  it('is the same in whatever pieces its bytes come', () => {
    const bytes = new TextEncoder().encode('\n\uFEFF"gr\u00f6\u00dfe",b\r\n\r\n1,2\r\n3,\ud83d\ude00\r\n');
    for (const piece of [1, 2, 3, 5, 100]) {
      let at = 0;
      const reader = (buffer: Uint8Array): number => {
        const part = bytes.subarray(at, at + piece);
        buffer.set(part);
        at += part.length;
        return part.length;
      };
      expect(() => readCsv(reader)).toThrow('has "\ud83d\ude00" in line 5, column "b"; ');
    }
  });

  const FINITE = 'every value must be a number, at most 1e100 in size';
  const HEADER = 'its first line must name the columns';
  it.each([
    ['', `is empty; ${HEADER}`],
    ['\n\n', `is empty; ${HEADER}`],
    ['1,2\n3,4\n', `begins with numbers; ${HEADER}`],
    [',b\n1,2\n3,4\n', `has no name for column 1; ${HEADER}`],
    ['a,a\n1,2\n3,4\n', 'has two columns "a"; each column needs a name of its own'],
    ['a,b\n', 'has no rows; at least 2 rows are needed'],
    ['a,b\n1,2\n', 'has 1 row; at least 2 rows are needed'],
    ['a\n1\n2\n', 'has 1 column; at least 2 columns are needed'],
    ['a;b\n1;2\n3;4\n', `has "1;2" in line 2, column "a;b"; ${FINITE}`],
    ['a,b\n1,2\n3\n', 'has 1 values in line 3; its header names 2 columns'],
    ['a,b\n1,2\n\n3,4,5\n', 'has 3 values in line 4; its header names 2 columns'],
    ['a,b\n1,2\n3,\n', `has nothing in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\nNA,4\n', `has "NA" in line 3, column "a"; ${FINITE}`],
    ['a,b\n1,2\n3,1e999\n', `has "1e999" in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\n3,1e101\n', `has "1e101" in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\n3,nan\n', `has "nan" in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\n3,-inf\n', `has "-inf" in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\n3,0x10\n', `has "0x10" in line 3, column "b"; ${FINITE}`],
    ['a,b\n1,2\n3,"4\n5,6\n', 'has a stray quotation mark in line 3; quotes come in pairs'],
    ['a,"b\u001b[2J"\n1,2\n3,x\n', `has "x" in line 3, column "b\\u001b[2J"; ${FINITE}`],
    ['a,b\n0,2\n0,4\n', 'has only 0 in column "a"; a column must vary, or be a constant other than 0'],
    [
      'a,b,c\n1,2,3\n1,4,3\n',
      'has the constant columns "a" and "c"; two constants cannot be told apart, so at most one column may be constant',
    ],
    [
      Uint8Array.of(0x61, 0x2c, 0xff, 0x0a),
      'is not UTF-8 text; a CSV is lines of numbers under a header, in UTF-8',
    ],
  ])('is refused where a CSV is %j', (text, sentence) => {
    expect(rowsOf(text)).toBe(sentence);
  });

  const ARRAY = 'a .npy of float64 or float32, two-dimensional and in C order, is needed';
  it.each([
    ['fortran', `is in Fortran order; ${ARRAY}`],
    ['integers', `has the type "<i8"; ${ARRAY}`],
    ['bigEndian', `has the type ">f8"; ${ARRAY}`],
    ['vector', `is not two-dimensional; ${ARRAY}`],
    ['cube', `is not two-dimensional; ${ARRAY}`],
    ['structured', `has no plain type; ${ARRAY}`],
    ['nan', `has .nan in row 2, column 2; ${FINITE}`],
  ])('is refused where a .npy is %s', (name, sentence) => {
    expect(rowsOf(array(name), 'rows.npy')).toBe(sentence);
  });

  it('is refused where a .npy is cut off, goes on, or is something else', () => {
    const whole = array('npy');
    for (const length of [0, 5, 9, 60, whole.length - 1]) {
      expect(rowsOf(whole.subarray(0, length), 'rows.npy')).toBe(`ends too early; ${ARRAY}`);
    }
    expect(rowsOf(Buffer.concat([whole, Buffer.of(0)]), 'rows.npy')).toBe(
      `goes on after its last value; ${ARRAY}`,
    );
    expect(rowsOf(golden.csv, 'rows.npy')).toBe(`does not begin as a .npy does; ${ARRAY}`);
  });

  it('is refused before its memory is asked for', () => {
    const text = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 4096), }";
    const header = Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.of(text.length, 0),
      Buffer.from(text),
    ]);
    expect(rowsOf(header, 'rows.npy')).toBe(
      'has 99999999 rows of 4096 values; at most 134217728 values are allowed',
    );
    const wide = Array.from({ length: 4097 }, (_, j) => `c${j}`).join(',');
    expect(rowsOf(`${wide}\n`)).toBe('has 4097 columns; at most 4096 are allowed');
  });

  it('is refused where it is a folder or a device', () => {
    for (const path of [temporaryFolder(), '/dev/zero']) {
      expect(readTableFile(path)).toMatchObject({ found: 'is no file' });
    }
  });

  it('is never answered with anything but a table or a sentence', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', ',', '"', '1', '-', 'e5', ' ', '\r', '\r\n', 'a', '\0', '1,2\n'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const table = read(`a,b\n1,2\n${pieces.join('')}`);
        if ('found' in table) expect(`${table.found}; ${table.allowed}`).toMatch(/^[^\n\r]{10,}$/);
        else expect(table.values.every(Number.isFinite)).toBe(true);
      }),
      { seed: 20251028, numRuns: 200 },
    );
  });
});
