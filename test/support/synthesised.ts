import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { APP_CONTEXT } from '../../cdk/app-context.ts';
import { checkedSettings } from '../../cdk/settings.ts';
import { SignbenchStack } from '../../cdk/signbench-stack.ts';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});

export type Template = z.infer<typeof Template>;
export type Resource = Template['Resources'][string];

export interface Synthesised {
  readonly template: Template;
  /** The assembly: the template, and the bundles of functions as they would be uploaded. */
  readonly folder: string;
}

export interface SynthesisOptions {
  readonly settings?: object;
  /** The folder of real bundles; without it, bundles that answer nothing. */
  readonly bundles?: string;
  /** Whether the rules of cdk-nag are checked, which takes the most time. */
  readonly checks?: boolean;
}

/** The stack as `cdk/app.ts` synthesises it. @throws where a rule of cdk-nag is broken and not explained. */
export function synthesise({ settings = {}, bundles, checks = false }: SynthesisOptions): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-cdk-'));
  const app = new App({ analyticsReporting: false, context: APP_CONTEXT, outdir: join(folder, 'out') });
  if (checks) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new SignbenchStack(app, 'signbench', {
    settings: checkedSettings(settings),
    bundles: bundles ?? emptyBundles(join(folder, 'bundles')),
  });
  const { template } = app.synth().getStackByName('signbench');
  return { template: Template.parse(template), folder: join(folder, 'out') };
}

/** Removes what a synthesis wrote. */
export const discard = ({ folder }: Synthesised): void =>
  rmSync(join(folder, '..'), { recursive: true, force: true });

function emptyBundles(folder: string): string {
  for (const name of ['plan', 'run-shards', 'aggregate', 'api']) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = async () => ({});\n');
  }
  return folder;
}

/** The resources of a type, by their names in the template. */
export const resourcesOf = ({ Resources }: Template, type: string): readonly (Resource & { id: string })[] =>
  Object.entries(Resources).flatMap(([id, resource]) =>
    resource.Type === type ? [{ id, ...resource }] : [],
  );
