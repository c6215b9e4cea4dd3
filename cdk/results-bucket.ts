import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { LogBucket } from './log-bucket.ts';

export interface ResultsBucketProps {
  readonly accessLogs: LogBucket;
  readonly retentionDays: number;
}

/** Studies, records and summaries. It outlives the stack: results are what it was for. */
export class ResultsBucket extends Bucket {
  constructor(scope: Construct, { accessLogs, retentionDays }: ResultsBucketProps) {
    super(scope, 'Results', {
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: accessLogs.target,
      serverAccessLogsPrefix: 'results/',
      lifecycleRules: [
        { id: 'uploads-cut-off', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        {
          id: 'versions-replaced',
          noncurrentVersionExpiration: Duration.days(retentionDays),
          // Else a marker stays for ever of every object that was removed.
          expiredObjectDeleteMarker: true,
        },
        { id: 'runs-over', prefix: 'runs/', expiration: Duration.days(retentionDays) },
        { id: 'quarantine-over', prefix: 'quarantine/', expiration: Duration.days(retentionDays) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
