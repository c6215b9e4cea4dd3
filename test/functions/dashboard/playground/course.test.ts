import { describe, expect, it } from 'vitest';
import { startCourse } from '../../../../functions/dashboard/playground/course.ts';
import { studyOf } from '../../../../functions/dashboard/playground/played-study.ts';
import { DEFAULTS } from '../../../../functions/dashboard/playground/settings.ts';
import { createEngine } from '../../../../functions/study/engine.ts';
import { dataSets } from '../../../../results/report/value-format.ts';

const study = studyOf({ ...DEFAULTS, n: 300, replicates: 50 });

describe('the course of a playground', () => {
  it('grows at every size at once, and its numbers are those of the data sets so far', () => {
    const course = startCourse(study, createEngine('wasm-f64'));
    let before = 0;
    while (course.step()) {
      const seen = course.summary().cells.map(dataSets);
      expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(20);
      expect(course.share()).toBeGreaterThan(before);
      before = course.share();
    }
    expect(course.summary().cells.map(dataSets)).toEqual([50, 50, 50]);
    const short = startCourse(studyOf({ ...DEFAULTS, n: 300, replicates: 20 }), createEngine('js'));
    const first = startCourse(study, createEngine('wasm-f64'));
    for (let i = 0; i < 3; i++) expect(short.step() && first.step()).toBe(true);
    expect(first.summary().cells).toEqual(short.summary().cells);
  });

  it('tells what was found on the first data set of the size that is looked at', () => {
    const course = startCourse(study, createEngine('wasm-f64'));
    expect(course.first()).toBeNull();
    while (course.step());
    expect(course.first()?.map(({ id, status }) => [id, status])).toEqual([
      ['sign', 'ok'],
      ['rlhf', 'ok'],
    ]);
  });
});
