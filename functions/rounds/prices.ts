import type { Usage } from './usage.ts';

/** Dollars of AWS Lambda on arm64 in us-east-1 for a gigabyte of memory over a second, and for a request. */
export const USD_PER_GB_SECOND = 0.0000133334;
const USD_PER_REQUEST = 0.0000002;

/** Dollars of Step Functions for a state transition; a batch takes two: its execution and its task. */
const USD_PER_TRANSITION = 0.000025;
const TRANSITIONS_PER_BATCH = 2;

/** What every batch costs, whatever it computes. */
export const USD_PER_BATCH = USD_PER_REQUEST + TRANSITIONS_PER_BATCH * USD_PER_TRANSITION;

/** Dollars that batches cost: workers and their transitions, without storage and requests of the store. */
export const spentUsd = (usage: readonly Usage[]): number =>
  usage.reduce((sum, { gbSeconds }) => sum + gbSeconds * USD_PER_GB_SECOND + USD_PER_BATCH, 0);
