import { join } from 'node:path';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';
import { StudyFunction } from './study-function.ts';

export interface RoundFunctionsProps {
  /** The folder with a bundle for each function. */
  readonly bundles: string;
  readonly bucket: Bucket;
  readonly settings: Settings;
}

/** The longest that Lambda lets a function run. */
const LONGEST_SECONDS = 900;

/** What plans and finishes rounds holds the records of a study in part, whatever a worker has. */
const COORDINATOR_MB = 3008;

/** The three functions of a round. */
export class RoundFunctions extends Construct {
  readonly plan: StudyFunction;
  readonly runShards: StudyFunction;
  readonly aggregate: StudyFunction;

  constructor(scope: Construct, { bundles, bucket, settings }: RoundFunctionsProps) {
    super(scope, 'Functions');
    const { retentionDays, memoryMb, batchSeconds } = settings;
    const common = {
      bucket,
      retentionDays,
      timeoutSeconds: LONGEST_SECONDS,
      environment: {
        SIGNBENCH_WORKER_MEMORY_MB: String(memoryMb),
        SIGNBENCH_BATCH_SECONDS: String(batchSeconds),
      },
    };
    const stored = ['studies/', 'tables/', 'blocks/', 'packs/'];
    // Who reads records moves those that are damaged away and stores those beside them again.
    const records = ['blocks/', 'packs/'];
    this.plan = new StudyFunction(this, 'Plan', {
      ...common,
      bundle: join(bundles, 'plan'),
      memoryMb: COORDINATOR_MB,
      access: {
        read: [...stored, 'runs/'],
        write: [...records, 'runs/', 'quarantine/'],
        remove: records,
      },
    });
    this.runShards = new StudyFunction(this, 'RunShards', {
      ...common,
      bundle: join(bundles, 'run-shards'),
      memoryMb,
      reservedConcurrency: settings.reservedConcurrency,
      access: {
        // In runs/ a batch that is delivered again finds what its first delivery used.
        read: ['studies/', 'tables/', 'packs/', 'runs/'],
        write: ['packs/', 'runs/', 'quarantine/'],
        remove: ['packs/'],
      },
    });
    this.aggregate = new StudyFunction(this, 'Aggregate', {
      ...common,
      bundle: join(bundles, 'aggregate'),
      memoryMb: COORDINATOR_MB,
      access: {
        read: [...stored, 'runs/'],
        write: [...records, 'studies/', 'quarantine/'],
        remove: [...records, 'studies/'],
      },
    });
  }
}
