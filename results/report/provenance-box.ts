import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import type { Provenance, Summary } from '../summary.ts';

/** What made the result, and the command that makes it again, as HTML. */
export function provenanceBox({ study, studyHash }: Summary, provenance: Provenance): string {
  const { workers, replicatesComputed, rowsComputed, blocksReused } = provenance;
  const facts: readonly (readonly [string, string])[] = [
    ['Study', `<code>${escaped(studyHash.slice(0, 12))}</code>`],
    ['Seed', String(study.seed)],
    ['Version', escaped(provenance.codeVersion)],
    ['Backend', escaped(backendText(provenance))],
    ['Runtime', escaped(`Node ${provenance.node.replace(/^v/, '')}, ${provenance.architecture}`)],
    [
      'Wall time',
      `${duration(provenance.wallSeconds)} on ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    ],
    ['Processor time', duration(provenance.cpuSeconds)],
    ['Cost', costText(provenance)],
    ['Computed', `${grouped(replicatesComputed)} data sets, ${grouped(rowsComputed)} comparisons`],
    ['Reused', `${grouped(blocksReused)} ${blocksReused === 1 ? 'block' : 'blocks'}`],
    ['Finished', escaped(provenance.finishedAt.slice(0, 16).replace('T', ' '))],
  ];
  return (
    `<div class="prov"><pre><code>${escaped(withRunner(provenance.command))}</code></pre>` +
    `<dl>${facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${text}</dd></div>`).join('')}</dl>` +
    '<p class="note">The same study gives the same summary, byte for byte, on any machine and any number of workers. Times are of ' +
    'the last run; blocks that were already stored are reused, not computed again.</p></div>'
  );
}

/** A file on the machine of the run is named without its folders, which are nobody's business and nowhere else. */
const withRunner = (command: string): string => {
  const named = command.replace(/(^|[\s'])(?:\/|[A-Za-z]:\\)[^\s']*[/\\]([^\s'/\\]+)/g, '$1$2');
  return named.startsWith('signbench') ? `npx ${named}` : named;
};

/** The backend with how gpu.js executed, for instance `gpujs (webgl2 on SwiftShader, software)`. */
function backendText({ backend, gpu }: Provenance): string {
  if (gpu === null) return backend;
  const renderer = gpu.renderer === null ? '' : ` on ${gpu.renderer}`;
  return `gpujs (${gpu.mode}${renderer}${gpu.software ? ', software' : ''})`;
}

/** What somebody was billed, at list prices: nobody for a machine of one's own. */
function costText({ cost, command }: Provenance): string {
  if (cost !== null)
    return `$${cost.usd < 0.01 ? cost.usd.toPrecision(2) : cost.usd.toFixed(2)}, ${grouped(cost.gbSeconds)} GB-seconds, without storage`;
  return / --on aws\b/.test(command) ? 'not recorded' : 'none, a machine of one\u2019s own';
}

/** Seconds as a reader says them. */
function duration(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return seconds < 5400 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
