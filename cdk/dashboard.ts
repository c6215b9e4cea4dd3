import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { LogBucket } from './log-bucket.ts';
import type { Settings } from './settings.ts';
import { StudyFunction } from './study-function.ts';

export interface DashboardProps {
  /** Folder of the API's bundle. */
  readonly bundle: string;
  readonly bucket: Bucket;
  readonly accessLogs: LogBucket;
  readonly settings: Settings;
}

/** Sandboxes of the API at most: what a crowd of readers may cost. */
const READERS = 10;

/** Results for readers: CloudFront before a function that may only read, and that nobody else can call. */
export class Dashboard extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, { bundle, bucket, accessLogs, settings }: DashboardProps) {
    super(scope, 'Dashboard');
    const api = new StudyFunction(this, 'Api', {
      bundle,
      bucket,
      memoryMb: 1769,
      // An answer begins within 25 seconds or is refused; a long table is sent for longer.
      timeoutSeconds: 120,
      retentionDays: settings.retentionDays,
      ...(settings.reservedConcurrency === undefined ? {} : { reservedConcurrency: READERS }),
      access: { read: ['studies/', 'tables/', 'blocks/', 'packs/'], write: [], remove: [] },
    });
    const url = api.lambda.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      // A buffered answer ends at 6 MB.
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Results of signbench',
      defaultBehavior: {
        origin: FunctionUrlOrigin.withOriginAccessControl(url),
        // Whatever else is asked for would have to be signed with the hash of its body, and nothing here is written.
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: new CachePolicy(this, 'Cache', {
          comment: 'As long as the API says: filters are in the query',
          queryStringBehavior: CacheQueryStringBehavior.all(),
          minTtl: Duration.seconds(0),
          defaultTtl: Duration.seconds(0),
          maxTtl: Duration.days(365),
          enableAcceptEncodingGzip: true,
          enableAcceptEncodingBrotli: true,
        }),
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        compress: true,
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      enableLogging: true,
      logBucket: accessLogs.target,
      logFilePrefix: 'cloudfront/',
      ...named(this, settings),
    });
    explain(this.distribution, settings);
  }
}

function named(scope: Construct, { domain }: Settings): object {
  if (domain === undefined) return {};
  return {
    domainNames: [domain.name],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
  };
}

function explain(distribution: Distribution, { domain }: Settings): void {
  const acknowledged = Validations.of(distribution);
  acknowledged.acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Results of research are for readers of all countries.' },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'A firewall costs more in a month than the studies. Only GET passes, the function only reads, and its concurrency bounds what a crowd costs.',
    },
  );
  if (domain !== undefined) return;
  acknowledged.acknowledge({
    id: 'AwsSolutions-CFR4',
    reason:
      "Without a domain of its own CloudFront's certificate decides the versions of TLS; set domain to have 1.2 at least.",
  });
}
