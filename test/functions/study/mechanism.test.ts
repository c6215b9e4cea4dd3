import { describe, expect, it } from 'vitest';
import {
  estimatorHash,
  mechanismHash,
  philoxKey,
  sha256Hex,
  studyHash,
} from '../../../functions/study/mechanism.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import type { EstimatorSpec, Scenario } from '../../../functions/study/study.ts';
import { exampleStudy } from './example-study.ts';

const { seed } = exampleStudy;
const [{ population }] = exampleStudy.scenarios;
const mechanism = { seed, population, n: 1000 };
const anneal = {
  id: 'annealed',
  kind: 'sign',
  solver: 'anneal',
  lambda: [1, 15],
  steps: 300,
} satisfies EstimatorSpec;

/** The scenario of a study file with these lines under `population`. */
const written = (lines: string): Scenario =>
  parseStudy(
    `name: mine\nseed: 1\npopulation:\n  ${lines.replaceAll('; ', '\n  ')}\nestimators: [sign]\nsampleSizes: [10]\nreplicates: 1\n`,
    'mine.yaml',
    'full',
    () => ({ rows: 842, dimension: 2, sha256: 'ab'.repeat(32) }),
  ).scenarios[0];
const hashOf = (lines: string): string => mechanismHash({ ...mechanism, ...written(lines) });

const NOISE =
  'choice: { law: heteroskedastic, base: logit, along: [1, 1], polynomial: [0.25, 0, 0.5, 0, 0.25] }';
const FROM_FILE = (path: string) =>
  `features: { law: file, path: ${path} }; users: { law: point, mean: [2, 0] }; ${NOISE}`;

// Expected hashes: test/golden/mechanism_hashes.py.
describe('hashes of a study', () => {
  it('agree with another program about the mechanism', () => {
    expect(mechanismHash(mechanism)).toBe('98a49354c612e807aa293fce69195a8cf67108a6965f374b92942328288dfed1');
  });

  it('give a Philox key that begins the mechanism hash, big-endian', () => {
    expect(philoxKey(mechanism)).toEqual([2560922452, 3323127815]);
    expect(philoxKey(mechanism)).toEqual([0x98a49354, 0xc612e807]);
  });

  it('agree with another program about estimators and the whole study', () => {
    const hashes = [
      { id: 'sign', kind: 'sign', solver: 'exact' } as const,
      anneal,
      { id: 'r', kind: 'rlhf' } as const,
    ];
    expect(hashes.map(estimatorHash)).toEqual([
      'c85cec405d4291cb2e1619aad2b1b47d315fb8e200347407d0cf9eb51962d47f',
      '415b6f95ad2059222e2130f4161e39bf06f4cc5fe8344b10b637aeaad157d1dc',
      '1c40b337950d20ee897d4e8d97287965f1fbb2ebcd494c2ccdc04d647bac1537',
    ]);
    expect(studyHash(exampleStudy)).toBe('4d4069489160dd0047b3d3325979f70f2c2d12824d24658d52ba6e82b8cb2b56');
  });

  it('are SHA-256 of UTF-8', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('change the data with the seed, the population and n, and with nothing else of a cell', () => {
    const louder = { ...population, users: { law: 'point', mean: [3, 2] } as const };
    const others = [
      { ...mechanism, seed: 1 },
      { ...mechanism, n: 1001 },
      { ...mechanism, population: louder },
    ].map(mechanismHash);
    expect(new Set([mechanismHash(mechanism), ...others]).size).toBe(4);
    const cell = { ...mechanism, key: 'n=1000', factors: {}, replicates: 7, blockSize: 1, blocks: 7 };
    expect(mechanismHash(cell)).toBe(mechanismHash(mechanism));
  });

  it('do not see how an estimator is called, and see every option', () => {
    expect(estimatorHash({ ...anneal, id: 'other' })).toBe(estimatorHash(anneal));
    expect(estimatorHash({ ...anneal, steps: 301 })).not.toBe(estimatorHash(anneal));
    expect(estimatorHash({ ...anneal, lambda: [1, 16] })).not.toBe(estimatorHash(anneal));
  });

  it('tell two studies apart by anything the summary repeats', () => {
    const changed = [
      { title: 'x' },
      { aim: 'x' },
      { looks: [[2000], [1001]] },
      { profile: 'quick' as const },
    ];
    const hashes = changed.map((change) => studyHash({ ...exampleStudy, ...change }));
    expect(new Set([studyHash(exampleStudy), ...hashes]).size).toBe(5);
  });

  it('agree with another program about a panel and about a table, whose path does not matter', () => {
    const panel =
      'features: { law: box, dimension: 2 }; users: { law: gamma, mean: [2, 0], along: [1, 2], skew: 1.5, scale: 4, panel: { labelsPerUser: 5 } }; choice: { law: student, degrees: 3, scale: 0.5 }';
    expect(hashOf(panel)).toBe('ce794b995698b653c1102759f1eeccc4de2176b3c86db3286d76b36a72b4400d');
    const file = 'a15a9ae0b2f3a9dfb1b2892fdadff8e63a4f88debb45b97b6c124d9c221ccc5b';
    expect([FROM_FILE('trips.csv'), FROM_FILE('elsewhere/other.npy')].map(hashOf)).toEqual([file, file]);
  });

  it('are what they were for the laws of the first version, however those are written', () => {
    const old = '98a49354c612e807aa293fce69195a8cf67108a6965f374b92942328288dfed1';
    const users = 'law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5]';
    const features = 'features: { law: gaussian, dimension: 2 }';
    const same = [
      `${features}; users: { ${users} }`,
      `${features}; users: { ${users} }; choice: { law: logistic, scale: 1 }`,
      `${features}; users: { ${users} }; choice: { law: logit }; normalise: first`,
      `${features}; users: { ${users}, panel: { labelsPerUser: 1 } }`,
      `features: { law: gaussian, dimension: 2, covariance: [[1, 0], [0, 1]] }; users: { ${users} }`,
    ];
    expect(same.map(hashOf)).toEqual(same.map(() => old));
    const other = `${features}; users: { ${users}, panel: { labelsPerUser: 2 } }`;
    expect(hashOf(other)).not.toBe(old);
  });

  it('tell an estimator that is normalised from one that is not', () => {
    const { estimators } = written(`${FROM_FILE('x.csv')}; normalise: first`);
    expect(estimators.map(estimatorHash)).toEqual([
      '0821777b5491b80d5071d4aa9faa737147c68d134ede182669644d67174147f6',
    ]);
  });
});
