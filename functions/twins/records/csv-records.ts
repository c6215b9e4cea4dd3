import { closeSync, openSync, readSync } from 'node:fs';
import { columnNames } from '../../data/column-builder.ts';
import { csvRows } from '../../data/csv-rows.ts';
import { DataError } from '../../data/data-error.ts';
import { TwinsError } from '../twins-error.ts';
import { unreadable } from './lines.ts';
import type { FoundRecord } from './record.ts';

/** The rows of a CSV under a header of names; numbers count the rows below the header. Throws TwinsError. */
export async function* csvRecords(path: string): AsyncGenerator<FoundRecord> {
  try {
    const file = openSync(path, 'r');
    try {
      yield* rowsOf(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof DataError) throw new TwinsError(`${path} ${error.message}`, { cause: error });
    throw unreadable(error, path);
  }
}

function* rowsOf(file: number): Generator<FoundRecord> {
  let names: readonly string[] | undefined;
  let line = 0;
  for (const cells of csvRows((buffer) => readSync(file, buffer))) {
    if (names === undefined) {
      names = columnNames(cells);
      continue;
    }
    line++;
    if (cells.length !== names.length) {
      yield { line, problem: `has ${cells.length} values where the header names ${names.length} columns` };
    } else {
      yield { line, value: Object.fromEntries(names.map((name, j) => [name, cells[j]])) };
    }
  }
}
