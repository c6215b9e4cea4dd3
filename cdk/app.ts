import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { APP_CONTEXT } from './app-context.ts';
import { readSettings } from './settings.ts';
import { SignbenchStack } from './signbench-stack.ts';

// Without credentials or network: `CDK_OUTDIR=out npx tsx cdk/app.ts`, or `npx cdk synth -q --no-lookups`.
const app = new App({ analyticsReporting: false, context: APP_CONTEXT });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new SignbenchStack(app, 'signbench', {
  settings: readSettings(app),
  bundles: fileURLToPath(new URL('../dist/lambda', import.meta.url)),
});
app.synth();
