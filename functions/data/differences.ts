import { binaryDifferences } from './binary-format.ts';
import type { ChoiceRequest } from './choice-request.ts';
import type { DataTable, NumberColumn } from './data-table.ts';
import { longDifferences } from './long-format.ts';
import { pairDifferences } from './pair-format.ts';

/** Comparisons before they are signed: what differs between the two things compared, and which was chosen. */
export interface Differences {
  readonly names: readonly string[];
  readonly n: number;
  /** x_ij is minuend_j[first_i] - subtrahend_j[second_i]; without a subtrahend the minuend alone. */
  readonly minuend: readonly Float64Array[];
  readonly subtrahend: readonly Float64Array[] | null;
  readonly first: Uint32Array;
  readonly second: Uint32Array | null;
  /** 1 where x.theta > 0 is right. */
  readonly outcome: Uint8Array;
  /** Who chose, from 0; null where nobody says. */
  readonly chooser: Uint32Array | null;
  readonly choosers: number;
  /** Whether the chooser is the situation, since nobody says who chose in it. */
  readonly isChooserUnknown?: boolean;
  /** Which situation, from 0, those of one follow each other; null where every comparison is a situation of its own. */
  readonly situation: Uint32Array | null;
  readonly notices: readonly string[];
}

/** The comparisons in a table. Throws DataError. */
export function differencesOf(table: DataTable, request: ChoiceRequest): Differences {
  switch (request.format) {
    case 'binary':
      return binaryDifferences(table, request);
    case 'pairs':
      return pairDifferences(table, request);
    case 'long':
      return longDifferences(table, request);
    default:
      return request satisfies never;
  }
}

export const valuesOf = (columns: readonly NumberColumn[]): readonly Float64Array[] =>
  columns.map(({ values }) => values);

/** 0, 1, 2, ... */
export const everyRow = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i);
