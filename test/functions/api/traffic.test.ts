import { expect, test } from 'vitest';
import { watchTraffic } from '../../../functions/api/traffic.ts';

/** Whether a promise has resolved by now. */
const isDone = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 30, false))]);

test('it is quiet where nobody asked, and not while an answer is under way or just after', async () => {
  const traffic = watchTraffic(60);
  expect(await isDone(traffic.quiet())).toBe(true);
  let end = (): void => {};
  const answer = traffic.during(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const quiet = traffic.quiet();
  expect(await isDone(quiet)).toBe(false);
  end();
  await answer;
  expect(await isDone(quiet)).toBe(false);
  await quiet;
});

test('an answer that fails is over too, and its failure is told', async () => {
  const traffic = watchTraffic(1);
  await expect(traffic.during(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  await traffic.quiet();
});
