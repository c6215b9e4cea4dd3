import { describe, expect, it } from 'vitest';
import {
  estimatorHash,
  mechanismHash,
  philoxKey,
  sha256Hex,
  studyHash,
} from '../../../functions/study/mechanism.ts';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
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
});
