import type { Usage } from './usage.ts';

/**
 * List prices of AWS in us-east-1 in US dollars, without free tiers, recorded on 2026-11-25. Where AWS publishes them: aws.amazon.com/lambda/pricing (arm64),
 * aws.amazon.com/step-functions/pricing (standard workflows), aws.amazon.com/s3/pricing (standard storage). Other regions cost up to a
 * third more.
 */
export const PRICES = {
  /** AWS Lambda on arm64: a gigabyte of memory over a second. */
  gbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  /** Step Functions, standard workflows. */
  transition: 25e-6,
  /** S3: a PUT or LIST, and a GET. */
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  s3GbMonth: 0.023,
} as const;

/** Dollars of workers of this memory over so many seconds, all together. */
export const usdOfWorkers = (seconds: number, memoryMb: number): number =>
  seconds * (memoryMb / 1024) * PRICES.gbSecond;

/** A batch takes two transitions: its execution and its task. */
export const TRANSITIONS_PER_BATCH = 2;

/** What every batch costs, whatever it computes. */
export const USD_PER_BATCH = PRICES.lambdaRequest + TRANSITIONS_PER_BATCH * PRICES.transition;

/** Dollars that batches cost: workers and their transitions, without storage and requests of the store. */
export const spentUsd = (usage: readonly Usage[]): number =>
  usage.reduce((sum, { gbSeconds }) => sum + gbSeconds * PRICES.gbSecond + USD_PER_BATCH, 0);
