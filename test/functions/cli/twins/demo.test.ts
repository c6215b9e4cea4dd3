import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Evaluation } from '../../../../functions/twins/evaluate/evaluation-manifest.ts';
import { twinsFolder } from '../../../support/twins.ts';

const Answer = Evaluation.extend({
  report: z.string(),
  figures: z.array(z.string()),
  cached: z.boolean(),
});

const POPULATION = `
population:
  features: { law: gaussian, dimension: 3 }
  users: { law: mixture, types: [[3, 2, 0], [1, -2, 0]], weights: [0.5, 0.5] }
`;

describe('signbench twins demo', () => {
  it('goes the whole way without a network, ends with table and figures, and answers at once when asked again', async () => {
    const { twins, store } = twinsFolder();
    const first = await twins('demo');
    expect(first.stderr).not.toMatch(/Error/);
    expect(first.code).toBe(0);
    const found = Answer.parse(first.result);
    expect([found.target, found.pairs, found.personas, found.seeds]).toEqual(['known', 8000, 40, 4]);
    const at = (id: string) => found.rows.find((row) => row.n === 7200 && row.estimator === id);
    const [rlhf, sign, one] = [at('rlhf'), at('sign'), at('em-1')];
    // What the demo is made to show, far beyond its own Monte Carlo error.
    expect(rlhf?.angle?.value).toBeGreaterThan(35);
    expect(sign?.angleLessRlhf?.value).toBeLessThan(-5 * (sign?.angleLessRlhf?.mcse ?? Number.NaN));
    expect(Math.abs(one?.angleLessRlhf?.value ?? Number.NaN)).toBeLessThan(0.05);
    expect(found.rows.flatMap((row) => Object.keys(row.failures))).toEqual([]);
    expect(found.report).toBe(join(store, 'twins/demo/report.html'));
    const html = readFileSync(found.report, 'utf8');
    expect(html).toContain('published RLHF');
    expect(html).toContain('is a calibration to the two published figures, not evidence');
    expect(html).toMatch(/told who gave each label, is nearer than the sign estimator/);
    expect(html).toContain('They are not reproduced here');
    expect(html).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
    expect(found.figures).toHaveLength(2);
    for (const figure of found.figures)
      expect(readFileSync(figure, 'utf8')).toMatch(/^<svg xmlns=[^>]*aria-label="[^"]*Sign /);
    const again = await twins('demo');
    expect(Answer.parse(again.result)).toEqual({ ...found, cached: true });
  }, 300_000);
});

describe('the stages of simulated twins on the command line', () => {
  it('run after one another, and print a table', async () => {
    const { twins, store } = twinsFolder({ 'people.yaml': POPULATION });
    const drawn = await twins(
      'simulate',
      '--population',
      'people.yaml',
      '--pairs',
      '300',
      '--personas',
      '6',
      '--labels-per',
      '3',
    );
    expect(drawn.result).toEqual({ pairs: 300, columns: 3, personas: 6, labels: 900, cached: false });
    const estimated = await twins('truth');
    expect(estimated.result).toMatchObject({ personas: 6, silent: 0, labels: 900, cached: false });
    const trained = await twins(
      'train',
      '--sizes',
      '100,270',
      '--seeds',
      '2',
      '--estimators',
      'rlhf,sign,em-2,em-2-pooled',
    );
    expect(trained.result).toMatchObject({ judged: 300, heldOut: 30, fits: 16, computed: 16 });
    const evaluated = await twins('evaluate', '--target', 'estimated');
    expect(evaluated.code).toBe(0);
    expect(existsSync(join(store, 'twins/twins/angle.svg'))).toBe(true);
  });

  it.each([
    [['simulate', '--population', 'absent.yaml', '--pairs', '9'], /There is no file absent\.yaml\./],
    [
      ['simulate', '--population', 'people.yaml', '--pairs', '9', '--personas', '2', '--labels-per', '3'],
      /--labels-per is 3; allowed is a whole number from 1 to 2/,
    ],
    [['truth'], /no features.json of the data set twins/],
    [['evaluate'], /no fits of the data set twins; signbench twins train makes them/],
    [['train', '--held-out', '1'], /A share between 0 and 1/],
  ])('%j is refused with a sentence', async (words, sentence) => {
    const { twins } = twinsFolder({ 'people.yaml': POPULATION });
    const { code, stderr } = await twins(...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});
