import { describe, expect, it } from 'vitest';
import { planTable } from '../../../../functions/cli/plan.ts';
import { mechanismHash, studyHash } from '../../../../functions/study/mechanism.ts';
import { blockSize, planStudy, summaryBlockSize } from '../../../../functions/study/plan.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { RIGHT, sentences, withLine } from './study-text.ts';

const parsed = (text: string) => parseStudy(text, 'mine.yaml', 'full');

describe('the key keep of a study file', () => {
  it('is replicates where it is not given, which changes no study and no hash', () => {
    const plain = parsed(RIGHT);
    expect(plain).not.toHaveProperty('keep');
    expect(studyHash(parsed(`${RIGHT}keep: replicates\n`))).toBe(studyHash(plain));
    expect(planStudy(plain)[0]).not.toHaveProperty('keep');
  });

  it('is part of the study and of its plan as summaries, and not of the mechanism', () => {
    const [plain, summed] = [parsed(RIGHT), parsed(`${RIGHT}keep: summaries\n`)];
    expect(summed.keep).toBe('summaries');
    expect(studyHash(summed)).not.toBe(studyHash(plain));
    const [ofPlain, ofSummed] = [plain, summed].map((study) => planStudy(study)[0]);
    expect(ofSummed.keep).toBe('summaries');
    expect(mechanismHash(ofSummed)).toBe(mechanismHash(ofPlain));
    expect(planTable(summed)).toContain('summaries of blocks are kept, no replicates\n');
    expect(planTable(plain)).not.toContain('summaries');
  });

  it('is refused as anything else', () => {
    expect(sentences(`${RIGHT}keep: summary\n`)).toEqual([
      'line 10, column 7: keep is "summary"; allowed: replicates, summaries',
    ]);
  });

  it('is needed for more than a million data sets at a sample size, and allows a hundred million', () => {
    const many = withLine('replicates', 'replicates: [400, 1000001]');
    expect(sentences(many)).toEqual([
      'line 9, column 13: replicates asks for 1000001 data sets; more than 1000000 at a sample size need keep: summaries',
    ]);
    expect(planStudy(parsed(`${many}keep: summaries\n`))[1].replicates).toBe(1_000_001);
    const most = withLine('replicates', 'replicates: { min: 100, max: 100000000 }');
    expect(sentences(most)).toHaveLength(1);
    expect(parsed(`${most}keep: summaries\n`).looks[0]).toEqual([100_000_000]);
    expect(sentences(`${withLine('replicates', 'replicates: 100000001')}keep: summaries\n`)).toHaveLength(1);
  });
});

describe('blocks of which summaries are kept', () => {
  it('hold up to 2000 small data sets where a cell has 50 blocks of them, else as many as others', () => {
    expect(summaryBlockSize(100, 2, 1_000_000)).toBe(2000);
    expect(summaryBlockSize(100, 2, 99_999)).toBe(1000);
    expect(summaryBlockSize(100, 2, 25_000)).toBe(500);
    expect(summaryBlockSize(100, 2, 24_999)).toBe(blockSize(100, 2));
    expect(summaryBlockSize(1000, 2, 1_000_000)).toBe(200);
    expect(summaryBlockSize(300, 2, 1_000_000)).toBe(1000);
  });
});
