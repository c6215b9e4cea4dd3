import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { symmetrySentence } from '../../../functions/fit/symmetry-text.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Choices between two items by people whose taste for b is 3 or -2, in halves. */
function pairs(choosers: number, situations: number): string {
  const lines = ['who,y,a,b'];
  let state = 1;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let u = 0; u < choosers; u++) {
    const taste = u % 2 === 0 ? 3 : -2;
    for (let t = 0; t < situations; t++) {
      const [a, b] = [4 * uniform() - 2, 4 * uniform() - 2];
      const y = uniform() < 1 / (1 + Math.exp(-a - taste * b)) ? 1 : 0;
      lines.push(`${u},${y},${a.toFixed(3)},${b.toFixed(3)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function fitted(csv: string, ...flags: readonly string[]) {
  const file = join(temporaryFolder(), 'pairs.csv');
  await writeFile(file, csv);
  const { host, stdout, stderr } = captureHost();
  const all = ['--outcome', 'y', '--features', 'a,b', '--estimator', 'rlhf', ...flags];
  expect(await runProgram(['fit', file, ...all], host)).toBe(0);
  return { printed: stdout(), said: stderr() };
}

describe('signbench fit --symmetry', () => {
  it('is not made unless it is asked for', async () => {
    const { printed, said } = await fitted(pairs(60, 8), '--chooser', 'who', '--json');
    expect(JSON.parse(printed)[0].symmetry).toBeNull();
    expect(said).not.toContain('symmetr');
  });
  it('says that it needs choosers', async () => {
    const { printed, said } = await fitted(pairs(60, 8), '--symmetry', '--json');
    expect(JSON.parse(printed)[0].symmetry).toBeNull();
    expect(said).toContain('--symmetry needs --chooser');
  });
  it('says why few people, or few choices of each, are not judged', async () => {
    const few = await fitted(pairs(30, 8), '--chooser', 'who', '--symmetry');
    expect(few.printed).toContain(
      '30 of 30 choosers made 3 choices or more, and 2 features need 50 such people',
    );
    const { printed } = await fitted(pairs(60, 2), '--chooser', 'who', '--symmetry', '--json');
    expect(JSON.parse(printed)[0].symmetry).toMatchObject({
      status: 'not-judged',
      pValue: null,
      sentence: expect.stringContaining('0 of 60 choosers made 3 choices'),
    });
  });
  it('gives a p-value of a bootstrap, its progress, and no number by direction', async () => {
    const { printed, said } = await fitted(pairs(60, 8), '--chooser', 'who', '--symmetry', '--json');
    const { symmetry } = JSON.parse(printed)[0];
    expect(symmetry).toMatchObject({
      status: 'judged',
      method: 'parametric-bootstrap',
      nullFamily: 'symmetric-mixture-of-three-normals',
      draws: 99,
      choosers: 60,
      situations: 480,
    });
    expect(symmetry.pValue).toBeGreaterThan(0);
    expect(symmetry.pValue).toBeLessThanOrEqual(1);
    expect(Math.round(100 * symmetry.pValue)).toBeCloseTo(100 * symmetry.pValue, 9);
    expect(Object.keys(symmetry)).not.toContain('directions');
    expect(said).toContain('draw 90 of 99 of the symmetry test');
  }, 60_000);
});

describe('the sentence of the symmetry test', () => {
  const judged = { level: 0.95, choosers: 100, situations: 450, allChoosers: 1200, statistic: 2, draws: 99 };

  it('calls tastes asymmetric at the level asked for, and never proves symmetry', () => {
    const at = (pValue: number): string =>
      symmetrySentence({ status: 'judged', judged: { ...judged, pValue } });
    expect(at(0.05)).toContain(
      '100 of 1,200 choosers with 4.5 situations each are not symmetric about their mean (p = 0.05',
    );
    expect(at(0.05)).toMatch(/does not say by how much\.$/);
    expect(at(0.06)).toContain('no asymmetry about their mean beyond noise');
    expect(at(0.06)).toContain('does not prove them symmetric');
  });
});
