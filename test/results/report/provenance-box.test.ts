import { describe, expect, it } from 'vitest';
import { provenanceBox } from '../../../results/report/provenance-box.ts';
import { FIXTURE_PROVENANCE, fixtureSummary } from '../../support/fixture-summary.ts';

const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const box = (changes: Partial<typeof FIXTURE_PROVENANCE>): string =>
  words(provenanceBox(fixtureSummary(), { ...FIXTURE_PROVENANCE, ...changes }));

describe('what made a result', () => {
  it('names seed, version, backend, times, cost and the command that makes it again', () => {
    const text = box({});
    for (const part of ['Seed', 'Version 0.1.0', 'Backend wasm-f64', 'Wall time 14 s on 2 workers'])
      expect(text).toContain(part);
    expect(text).toContain('Processor time 28 s');
    expect(text).toContain('Cost none, a machine of one\u2019s own');
    expect(text).toContain('npx signbench run cube-root');
  });

  it('says what a run in the cloud cost, to the cent or to two digits below it', () => {
    expect(box({ cost: { gbSeconds: 12_345.6, usd: 0.1646 } })).toContain(
      'Cost $0.16, 12,346 GB-seconds, without storage',
    );
    expect(box({ cost: { gbSeconds: 12, usd: 0.000_164 } })).toContain('Cost $0.00016, 12 GB-seconds');
  });

  it('does not call a run in the cloud free whose cost nobody wrote down', () => {
    expect(box({ command: 'signbench run cube-root --on aws' })).toContain('Cost not recorded');
  });
});
