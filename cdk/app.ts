import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { APP_CONTEXT } from './app-context.ts';
import { readSettings } from './settings.ts';
import { SignbenchStack } from './signbench-stack.ts';

// Without credentials or network: `CDK_OUTDIR=out npx tsx cdk/app.ts`, or `npx cdk synth -q --no-lookups`.
const bundles = process.env.SIGNBENCH_BUNDLES ?? fileURLToPath(new URL('../dist/lambda', import.meta.url));
const app = new App({ analyticsReporting: false, context: APP_CONTEXT });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const name: unknown = app.node.tryGetContext('signbench-stack');
new SignbenchStack(app, typeof name === 'string' ? name : 'signbench', {
  settings: readSettings(app),
  bundles,
});
app.synth();
