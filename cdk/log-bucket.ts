import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Who asked for what: access logs of the results bucket and of CloudFront. */
export class LogBucket extends Bucket {
  /** Itself: the library's classes are not written for exact optional properties, and do not fit its own interface. */
  readonly target = this as IBucket;

  constructor(scope: Construct, { retentionDays }: { readonly retentionDays: number }) {
    super(scope, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // CloudFront delivers its logs by an access control list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(retentionDays) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
