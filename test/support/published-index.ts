import { usdOfWorkers } from '../../functions/rounds/prices.ts';
import { type PublishedResult, verdictCounts } from './published.ts';

/** Megabytes of memory with which Lambda gives one vCPU. */
const VCPU_MB = 1769;

const grouped = (value: number): string => value.toLocaleString('en-US');

/** results/published/README.md: what is published, what it cost, and how to check it. */
export function publishedIndex(results: readonly PublishedResult[]): string {
  const cpuSeconds = results.reduce((sum, { provenance }) => sum + provenance.cpuSeconds, 0);
  const usd = usdOfWorkers(cpuSeconds, VCPU_MB);
  const rows = results.map(({ name, summary, provenance: { cpuSeconds: spent, replicatesComputed } }) => {
    const claims = verdictCounts(summary).replace(' claims are supported', ' supported');
    return `| [${name}](${name}/) | ${summary.study.title} | ${claims} | ${grouped(replicatesComputed)} | ${spent.toFixed(0)} | [write-up](../../studies/${name}.md) |`;
  });
  const { codeVersion, node, architecture, backend } = results[0].provenance;
  return `# Published results

What signbench stands behind: the full profile of each study, as \`signbench publish\` wrote it. \`signbench verify NAME\` draws a fresh random sample of
the blocks of one, computes them again on your machine, and compares their SHA-256 with those that are published here. A folder holds the study, its
summary, a report to open in a browser, what made it, and the digests of its records.

| study | title | claims | data sets | CPU seconds | |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

All of them took ${grouped(Math.round(cpuSeconds))} CPU seconds, ${(cpuSeconds / 3600).toFixed(2)} core-hours, as \`provenance.json\` of each measured them, on ${architecture} with Node ${node},
signbench ${codeVersion} and the backend ${backend}. At the list price of AWS Lambda (arm64, us-east-1), for as many seconds of one vCPU (1,769 MB), that is
${usd.toPrecision(2)} US dollars, without requests, transitions and storage, and if a vCPU there is as fast.

## Make one again

\`\`\`sh
node dist/cli.js run cube-root --store results-store
node dist/cli.js publish cube-root --store results-store --to results/published
npx vitest run test/results/published.test.ts -u    # writes this page
\`\`\`
`;
}
