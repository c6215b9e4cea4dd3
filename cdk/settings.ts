import type { IConstruct } from 'constructs';
import { z } from 'zod';

/** An own name for the dashboard, with what must be there already. */
const Domain = z.strictObject({
  name: z.string(),
  /** A certificate of us-east-1, where CloudFront looks for it. */
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\//),
});

const Settings = z.strictObject({
  /** Memory of a worker; 1769 MB is one vCPU. */
  memoryMb: z.coerce.number().int().min(512).max(10_240).default(1769),
  /** Batches under way at once. */
  concurrency: z.coerce.number().int().min(1).max(10_000).default(200),
  /** Kept for workers alone. None by default: accounts that are new have no concurrency to reserve. */
  reservedConcurrency: z.coerce.number().int().min(1).optional(),
  /** How long a batch should take. */
  batchSeconds: z.coerce.number().min(1).max(600).default(60),
  /** What a run may cost where it states no budget of its own, in US dollars. */
  budgetUsd: z.coerce.number().positive().default(5),
  /** Per cent of the batches of a round that may be lost where a run does not say. */
  toleratedFailurePercentage: z.coerce.number().min(0).max(100).default(10),
  /** What the stack may cost in a month before workers are locked out, in US dollars; none where AWS has no budgets, as in GovCloud. */
  monthlyBudgetUsd: z.literal('none').or(z.coerce.number().positive()).default(50),
  /** Who is told of alarms. */
  alarmEmail: z.email().optional(),
  /** Days that replaced versions of objects, manifests of runs and logs stay. */
  retentionDays: z.coerce
    .number()
    .pipe(z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]))
    .default(30),
  /** Whether results are served to the public. */
  dashboard: z.stringbool().or(z.boolean()).default(false),
  domain: Domain.optional(),
  /** Put on everything that can have tags. */
  tags: z.record(z.string(), z.string()).default({}),
});

/** What a deployment may choose. */
export type Settings = z.infer<typeof Settings>;

const PREFIX = 'signbench:';

/**
 * The settings of a deployment, from the context of the app: `-c signbench:memoryMb=3538`, or cdk.json.
 *
 * @throws Error naming the first setting that is unknown or out of range.
 */
export function readSettings({ node }: IConstruct): Settings {
  const context: Readonly<Record<string, unknown>> = node.getAllContext();
  const own = Object.entries(context).filter(([name]) => name.startsWith(PREFIX));
  return checkedSettings(Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value])));
}

/** Settings with their defaults. @throws Error naming the first that is unknown or out of range. */
export function checkedSettings(value: unknown): Settings {
  const { data, error } = Settings.safeParse(value);
  if (error !== undefined) {
    const [{ path, message }] = error.issues;
    throw new Error(`signbench settings: ${path.map((part) => `${String(part)}: `).join('')}${message}`);
  }
  const { concurrency, reservedConcurrency = concurrency } = data;
  if (reservedConcurrency < concurrency) {
    throw new Error(
      `signbench settings: concurrency: ${concurrency} batches at once, with ${reservedConcurrency} workers reserved, ` +
        'would be refused again and again; at most as many as are reserved are allowed',
    );
  }
  if (data.domain !== undefined && !data.dashboard) {
    throw new Error('signbench settings: domain: it names a dashboard, and dashboard is false');
  }
  return data;
}
