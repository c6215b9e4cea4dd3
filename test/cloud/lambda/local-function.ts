import { join } from 'node:path';
import { z } from 'zod';
import { arnOf } from '../../support/state-machine.ts';
import { resourcesOf, type Synthesised } from '../../support/synthesised.ts';

/** A function as the template configures it. */
export interface LocalFunction {
  readonly arn: string;
  readonly name: string;
  readonly handler: string;
  /** The folder that would be uploaded: outside of any package, as on Lambda. */
  readonly code: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Those of its variables that the template says in full. */
  readonly environment: Readonly<Record<string, string>>;
}

const Properties = z.object({
  Handler: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Code: z.object({ S3Key: z.string().regex(/^[0-9a-f]{64}\.zip$/) }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

/** The functions of a synthesised stack, by their ARNs. */
export function localFunctions({ template, folder }: Synthesised): ReadonlyMap<string, LocalFunction> {
  return new Map(
    resourcesOf(template, 'AWS::Lambda::Function').map((resource) => {
      const { Handler, MemorySize, Timeout, Code, Environment } = Properties.parse(resource.Properties);
      const variables = Object.entries(Environment.Variables);
      return [
        arnOf(resource.id),
        {
          arn: arnOf(resource.id),
          name: resource.id,
          handler: Handler,
          code: join(folder, `asset.${Code.S3Key.replace(/\.zip$/, '')}`),
          memoryMb: MemorySize,
          timeoutSeconds: Timeout,
          environment: Object.fromEntries(
            variables.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
          ),
        },
      ];
    }),
  );
}
