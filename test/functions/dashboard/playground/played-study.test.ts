import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCourse } from '../../../../functions/dashboard/playground/course.ts';
import {
  closeSize,
  playedCells,
  studyFile,
  studyOf,
  unanswerable,
} from '../../../../functions/dashboard/playground/played-study.ts';
import { DEFAULTS, type Settings } from '../../../../functions/dashboard/playground/settings.ts';
import { createEngine } from '../../../../functions/study/engine.ts';
import { studyHash } from '../../../../functions/study/mechanism.ts';
import { planStudy } from '../../../../functions/study/plan.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import { runInto } from '../../../support/served-store.ts';

const THREE: Settings = {
  ...DEFAULTS,
  types: [
    { x: 3, y: 2, share: 50 },
    { x: 1, y: -2, share: 30 },
    { x: -1, y: 1, share: 10 },
  ],
  confidence: 0.7,
  n: 250,
  replicates: 30,
};

describe('the study of a playground', () => {
  it.each([
    ['two types', DEFAULTS],
    ['three types, confidence and another n', THREE],
  ])('is what its file says, with %s', (_, settings) => {
    expect(studyOf(settings)).toEqual(parseStudy(studyFile(settings), 'playground.yaml', 'full'));
    expect(studyHash(studyOf(settings))).toBe(studyHash(parseStudy(studyFile(settings), 'a', 'full')));
  });

  it('with gpu.js differs from its file by the arithmetic alone', () => {
    const settings: Settings = { ...DEFAULTS, on: 'webgl2' };
    const { numerics, ...asked } = studyOf(settings);
    expect(numerics).toBe('gpujs-webgl2');
    expect(asked).toEqual(parseStudy(studyFile(settings), 'playground.yaml', 'full'));
  });

  it('gives the numbers that the command stores, to the bit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    try {
      await runInto(openDirectoryStore(folder), studyFile(THREE));
      const stored = JSON.parse(
        await readFile(join(folder, 'studies', 'playground', 'summary.json'), 'utf8'),
      );
      const course = startCourse(studyOf(THREE), createEngine('wasm-f64'));
      while (course.step());
      expect(JSON.parse(JSON.stringify(course.summary().cells))).toEqual(stored.cells);
      expect(course.share()).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('has the tastes times the confidence, and the shares of those who are there', () => {
    const [{ population }] = studyOf({ ...THREE, confidence: 2, types: DEFAULTS.types }).scenarios;
    expect(population.users).toEqual({
      law: 'mixture',
      types: [
        [6, 4],
        [2, -4],
      ],
      weights: [0.5, 0.5],
    });
  });

  it('is cut into batches that hold every data set, and no batch is large', () => {
    for (const n of [30, 1000, 100_000]) {
      for (const replicates of [10, 200, 2000]) {
        const study = studyOf({ ...DEFAULTS, n, replicates });
        const cells = playedCells(study);
        expect(cells.map(({ key }) => key)).toEqual(planStudy(study).map(({ key }) => key));
        for (const cell of cells) {
          expect(cell.blocks * cell.blockSize).toBeGreaterThanOrEqual(replicates);
          expect(cell.blockSize === 1 || cell.blockSize * cell.n <= 60_000).toBe(true);
        }
      }
    }
  });

  it('looks closely at the largest size whose steps are seen', () => {
    expect(closeSize(studyOf(DEFAULTS))).toBe(300);
    expect(closeSize(studyOf({ ...DEFAULTS, n: 250 }))).toBe(250);
  });

  it('is none without a share, and where the average taste is zero', () => {
    const none = DEFAULTS.types.map((type) => ({ ...type, share: 0 }));
    expect(unanswerable({ ...DEFAULTS, types: none })).toMatch(/No type has a share/);
    const opposite = [
      { x: 2, y: 1, share: 50 },
      { x: -2, y: -1, share: 50 },
    ];
    expect(unanswerable({ ...DEFAULTS, types: opposite })).toMatch(/average taste is zero/);
    expect(unanswerable(DEFAULTS)).toBeNull();
  });
});
