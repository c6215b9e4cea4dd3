import { availableParallelism } from 'node:os';
import { textColumns } from '../../results/report/text-layout.ts';
import { measurePilot, type Pilot } from '../local/pilot.ts';
import {
  BATCH_OVERHEAD_MS,
  COORDINATOR_MB,
  type Forecast,
  type ForecastOptions,
  forecast,
  ROUND_MS_PER_BLOCK,
} from '../rounds/forecast.ts';
import { PRICES } from '../rounds/prices.ts';
import type { Study } from '../study/study.ts';
import { withCloud } from './cloud.ts';
import { dollars } from './cloud-words.ts';
import type { Host } from './host.ts';
import type { LoadedStudy } from './load-study.ts';
import { mayStopEarly } from './plan.ts';
import { shortCount, shortDuration } from './quantities.ts';

export interface PlanOnAwsFlags {
  /** Where given, its settings are asked for; else those of a stack with default settings are taken. */
  readonly givenStack: string | undefined;
  readonly budget?: number;
  readonly json?: boolean;
}

/** The settings of a stack that prices and times depend on. */
type StackSettings = Pick<ForecastOptions, 'targetMs' | 'workerMemoryMb' | 'concurrency'>;

const DEFAULTS: StackSettings = { targetMs: 60_000, workerMemoryMb: 1769, concurrency: 200 };

/** Memory of Lambda that comes with one whole vCPU. */
const VCPU_MB = 1769;

/**
 * How many times as long a vCPU of Lambda on arm64 takes as a core of this machine: what is expected, and at least and at most. No
 * account was there to measure it; a run's own usage says it afterwards.
 */
const SLOWER = { least: 1, expected: 1.5, most: 2.5 } as const;

interface CloudPlan {
  readonly least: Forecast;
  readonly expected: Forecast;
  readonly most: Forecast;
  /** Of this machine, all its processors. */
  readonly hereSeconds: number;
  readonly processors: number;
  readonly pilot: Pilot;
  readonly settings: StackSettings;
}

/** signbench plan --on aws: what a run on an empty store takes there and costs, from blocks that are measured here. */
export async function planOnAws(
  host: Host,
  { study, tables }: LoadedStudy,
  flags: PlanOnAwsFlags,
): Promise<void> {
  const settings = await settingsOf(host, flags);
  const pilot = await measurePilot(study, { backend: 'wasm-f64', tables });
  const plan = cloudPlan(study, { pilot, settings, budgetUsd: flags.budget });
  await host.print(
    flags.json ? `${JSON.stringify(planObject(study, plan, flags))}\n` : planText(study, plan, flags),
  );
}

async function settingsOf(host: Host, { givenStack }: PlanOnAwsFlags): Promise<StackSettings> {
  if (givenStack === undefined) return DEFAULTS;
  return withCloud(host, { stack: givenStack, givenStore: undefined }, async ({ stack }) => ({
    targetMs: 1000 * stack.batchSeconds,
    workerMemoryMb: stack.workerMemoryMb,
    concurrency: stack.concurrency,
  }));
}

interface Basis {
  readonly pilot: Pilot;
  readonly settings: StackSettings;
  readonly budgetUsd: number | undefined;
}

/** A worker is one thread: memory beyond one vCPU makes it no faster, less makes it slower in proportion. */
function cloudPlan(study: Study, { pilot, settings, budgetUsd }: Basis): CloudPlan {
  const share = Math.max(1, VCPU_MB / settings.workerMemoryMb);
  const at = (slower: number, until: ForecastOptions['until']): Forecast =>
    forecast(study, {
      ...settings,
      until,
      budgetUsd,
      msPerBlock: (cell) => slower * share * pilot.msPerBlock(cell),
    });
  const processors = availableParallelism();
  const here = forecast(study, {
    until: 'last look',
    targetMs: settings.targetMs,
    workerMemoryMb: VCPU_MB,
    concurrency: processors,
    msPerBlock: pilot.msPerBlock,
  });
  return {
    least: at(SLOWER.least, 'first look'),
    expected: at(SLOWER.expected, 'last look'),
    most: at(SLOWER.most, 'last look'),
    hereSeconds: (here.workerSeconds - (BATCH_OVERHEAD_MS / 1000) * here.batches) / processors,
    processors,
    pilot,
    settings,
  };
}

function planObject(study: Study, plan: CloudPlan, { budget }: PlanOnAwsFlags): unknown {
  const { least, expected, most, hereSeconds, processors, pilot, settings } = plan;
  const { blocks, cells, seconds, coverage } = pilot;
  return {
    study: study.name,
    profile: study.profile,
    on: 'aws',
    settings,
    ...(budget === undefined ? {} : { budgetUsd: budget }),
    prices: PRICES,
    slower: SLOWER,
    pilot: { blocks, cells, seconds, coverage },
    least,
    expected,
    most,
    here: { seconds: hereSeconds, processors },
  };
}

function planText(study: Study, plan: CloudPlan, { budget }: PlanOnAwsFlags): string {
  const { least, expected, most, settings, pilot } = plan;
  const row = (name: string, text: (one: Forecast) => string): readonly string[] => [
    name,
    text(least),
    text(expected),
    text(most),
  ];
  const table = textColumns([
    ['', 'at least', 'expected', 'at most'],
    row('rounds', ({ rounds }) => String(rounds)),
    row('batches', ({ batches }) => String(batches)),
    row('blocks', ({ blocks }) => String(blocks)),
    row('wall time', ({ wallSeconds }) => shortDuration(wallSeconds)),
    row('GB-seconds', ({ gbSeconds }) => shortCount(gbSeconds)),
    row('calls of Lambda', ({ lambdaRequests }) => String(lambdaRequests)),
    row('state transitions', ({ transitions }) => String(transitions)),
    row('S3 PUT and LIST', ({ s3Puts }) => String(s3Puts)),
    row('S3 GET', ({ s3Gets }) => String(s3Gets)),
    row('computing', ({ usd }) => dollars(usd.compute)),
    row('calls, transitions', ({ usd }) => dollars(usd.requests + usd.transitions)),
    row('S3 requests', ({ usd }) => dollars(usd.s3)),
    row('dollars', ({ usd }) => dollars(usd.total)),
    row('stored at most', ({ storedBytes }) => `${shortCount(storedBytes)}B`),
  ]);
  const looks = mayStopEarly(study) ? ' At least: every cell stops at its first look; else at its last.' : '';
  return `${study.name} (${study.profile}) on AWS: workers of ${settings.workerMemoryMb} MB, ${settings.concurrency} at once, batches of ${settings.targetMs / 1000} s

${table}
${tooLarge(plan)}${budgetText(plan, budget)}${comparison(plan)}
Measured: ${pilot.blocks} blocks of ${pilot.cells} cells here in ${shortDuration(pilot.seconds)}; these cells are ${Math.floor(100 * pilot.coverage)} % of the work, and the rest is in proportion.
A vCPU of Lambda is taken to need ${SLOWER.expected} times as long as a core here (${SLOWER.least} to ${SLOWER.most}): assumed, not measured.${looks}
List prices of us-east-1 without free tiers; storage ${dollars((expected.storedBytes / 1e9) * PRICES.s3GbMonth)} a month. Stored blocks, if any, are not computed again.
`;
}

/** The longest that Lambda lets a function run, in seconds. */
const LONGEST_SECONDS = 900;

/** A price is no use for a run that cannot end. */
function tooLarge({ expected: { coordinatorMb, blocks } }: CloudPlan): string {
  const seconds = (ROUND_MS_PER_BLOCK * blocks) / 1000;
  const share = Math.max(coordinatorMb / COORDINATOR_MB, seconds / LONGEST_SECONDS);
  if (share < 0.8) return '';
  const ends = share > 1 ? 'would fail at its end' : 'may fail at its end';
  return (
    `TOO LARGE: planning and aggregating take about ${Math.round(coordinatorMb)} MB and ${Math.round(seconds)} s, and the functions that do it have ${COORDINATOR_MB} MB and ${LONGEST_SECONDS} s: the run ${ends}. ` +
    'Split the study by its sample sizes, or ask for fewer replicates.\n'
  );
}

function budgetText({ least, expected, most }: CloudPlan, budget: number | undefined): string {
  if (budget === undefined) return '';
  if (most.unpaid === 0) return `The budget of ${dollars(budget)} is enough.\n`;
  const part = ({ unpaid, blocks }: Forecast): string => `${unpaid} of ${unpaid + blocks}`;
  if (expected.unpaid === 0) {
    return `The budget of ${dollars(budget)} is expected to be enough; at most ${part(most)} blocks would wait for another run.\n`;
  }
  return (
    `The budget of ${dollars(budget)} is not enough: ${part(expected)} blocks are expected to wait for another run ` +
    `(${part(least)} at least, ${part(most)} at most).\n`
  );
}

function comparison({ expected, hereSeconds, processors }: CloudPlan): string {
  const here = `This machine, its ${processors} ${processors === 1 ? 'processor' : 'processors'} doing nothing else, takes ${shortDuration(hereSeconds)}`;
  return hereSeconds <= expected.wallSeconds
    ? `${here}: it is faster, and costs nothing.`
    : `${here}: AWS is expected to be ${(hereSeconds / expected.wallSeconds).toPrecision(2)} times as fast.`;
}
