import { expect, test } from 'vitest';
import { createSchedule } from '../../../functions/local/schedule.ts';
import type { BlockTask } from '../../../functions/study/plan.ts';
import { cellOf, tasksOf } from '../../support/studies.ts';

function drain(next: () => readonly BlockTask[]): BlockTask[][] {
  const batches: BlockTask[][] = [];
  for (let batch = next(); batch.length > 0; batch = next()) batches.push([...batch]);
  return batches;
}

const names = (tasks: readonly BlockTask[]): string[] =>
  tasks.map(({ cell, block }) => `${cell.key}/${block}`);

test('every block is given out once, the heaviest cell first', () => {
  const tasks = tasksOf([cellOf(10, 200, 3), cellOf(1000, 200, 2), cellOf(100_000, 5, 4)]);
  const given = drain(createSchedule(tasks, 2).next).flat();
  expect([...names(given)].sort()).toEqual([...names(tasks)].sort());
  expect(given.map(({ cell }) => cell.n)).toEqual([
    100_000, 100_000, 100_000, 100_000, 1000, 1000, 10, 10, 10,
  ]);
});

test('a batch holds blocks of one cell only', () => {
  const tasks = tasksOf([cellOf(10, 200, 50), cellOf(11, 200, 50)]);
  for (const batch of drain(createSchedule(tasks, 1).next)) {
    expect(new Set(batch.map(({ cell }) => cell.key)).size).toBe(1);
  }
});

test('blocks measured as slow are given out one by one, blocks measured as fast in groups', () => {
  const slow = tasksOf([cellOf(100, 200, 100)]);
  const schedule = createSchedule(slow, 1);
  const [first] = schedule.next();
  schedule.measured(first, 5000);
  schedule.measured(first, 5000);
  expect(schedule.next()).toHaveLength(1);

  const fast = createSchedule(slow, 1);
  const [quick] = fast.next();
  for (let i = 0; i < 20; i++) fast.measured(quick, 0.01);
  expect(fast.next().length).toBeGreaterThan(10);
});

test('the last batches are small, so that workers end together', () => {
  const batches = drain(createSchedule(tasksOf([cellOf(10, 200, 100)]), 2).next);
  expect(batches.at(-1)).toHaveLength(1);
  expect(batches[0].length).toBeGreaterThan(1);
});

test('a block to be tried again is given out alone', () => {
  const tasks = tasksOf([cellOf(10, 200, 100)]);
  const schedule = createSchedule(tasks, 1);
  const batch = schedule.next();
  for (const task of batch) schedule.retry(task);
  for (let i = 0; i < batch.length; i++) expect(schedule.next()).toHaveLength(1);
});

test('a clock that jumps changes no more than the size of batches: all blocks are given out, at most 256 at once', () => {
  const tasks = tasksOf([cellOf(100, 200, 2000)]);
  const schedule = createSchedule(tasks, 1);
  const given: BlockTask[] = [];
  const jumps = [-1e12, 0, 1e12, Number.NaN, -0.001, 0, 0, 0];
  for (let i = 0, batch = schedule.next(); batch.length > 0; batch = schedule.next(), i++) {
    expect(batch.length).toBeLessThanOrEqual(256);
    given.push(...batch);
    for (const task of batch) schedule.measured(task, jumps[i % jumps.length]);
  }
  expect([...names(given)].sort()).toEqual([...names(tasks)].sort());
});

test('a clock that went back leaves the batches as they were', () => {
  const tasks = tasksOf([cellOf(100, 200, 1000)]);
  const schedule = createSchedule(tasks, 1);
  const before = schedule.next().length;
  schedule.measured(tasks[0], -1e9);
  expect(schedule.next()).toHaveLength(before);
});
