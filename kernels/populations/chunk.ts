import type { Stream } from '../backend.ts';

/** Blocks drawn at a time: features, tastes and choices of 1,024 rows stay in the nearest cache. */
export const CHUNK = 128;

/** Rows `row`.. of a data set, or users, whose values go to `x`. */
export interface Chunk {
  readonly x: number;
  readonly row: number;
  readonly blocks: number;
}

export type StreamOf = (role: number) => Stream;

/** Fills x with one row of values for every row of the chunk. */
export type Fill = (chunk: Chunk, streamOf: StreamOf) => void;
