import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SFNClient } from '@aws-sdk/client-sfn';

/** Clients of the services that a run is started and watched with. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly stepFunctions: SFNClient;
  /** As it is configured; null where it is not. */
  readonly region: string | null;
  /** Ends the connections, which would keep the process alive. */
  close(): void;
}

/**
 * Credentials, region and endpoints are found as every AWS program finds them: environment (`AWS_ENDPOINT_URL_SFN`,
 * `AWS_ENDPOINT_URL_CLOUDFORMATION`), settings files, roles of machine and container.
 *
 * This file loads the SDK: import it where AWS is asked.
 */
export async function openClients(): Promise<Clients> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const cloudFormation = new CloudFormationClient();
  const stepFunctions = new SFNClient();
  return {
    cloudFormation,
    stepFunctions,
    region: await regionOf(stepFunctions),
    close: () => {
      cloudFormation.destroy();
      stepFunctions.destroy();
    },
  };
}

async function regionOf({ config }: SFNClient): Promise<string | null> {
  try {
    return await config.region();
  } catch {
    return null;
  }
}
