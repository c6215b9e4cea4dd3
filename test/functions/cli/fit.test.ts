import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { captureHost } from '../../support/captured-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function fitted(csv: string, estimators: string) {
  const file = join(temporaryFolder(), 'choices.csv');
  await writeFile(file, csv);
  const { host, stdout, stderr } = captureHost();
  const flags = ['--outcome', 'y', '--estimator', estimators, '--json'];
  const code = await runProgram(['fit', file, ...flags], host);
  return { code, objects: JSON.parse(stdout()), said: stderr() };
}

describe('signbench fit', () => {
  it('fits one feature by every estimator, the sign estimator exactly', async () => {
    const csv = 'y,a\n1,1\n0,2\n1,-1\n0,0.5\n1,3\n';
    const all = 'sign,exact,certified,anneal,staged,great-circle,rlhf,probit';
    const { code, objects } = await fitted(csv, all);
    expect(code).toBe(0);
    expect(objects.map(({ status }: { status: string }) => status)).toEqual(Array(8).fill('ok'));
    expect(objects[0]).toMatchObject({ direction: { a: -1 }, score: 3, objective: 0.2 });
  });
  it('says beside the JSON why an estimator has no answer and what helps', async () => {
    const { code, objects, said } = await fitted('y,a\n1,1\n0,-1\n1,2\n', 'rlhf,sign');
    expect(code).toBe(0);
    expect(objects[0]).toMatchObject({ status: 'separable', direction: null });
    expect(objects[1]).toMatchObject({ status: 'ok', direction: { a: 1 }, score: 3 });
    expect(said).toContain('signbench: rlhf: no direction. A direction tells every choice rightly');
  });
});
