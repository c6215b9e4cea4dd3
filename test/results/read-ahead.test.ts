import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readAhead } from '../../results/read-ahead.ts';
import { collect, inTurn } from '../support/exported.ts';

const items = Array.from({ length: 20 }, (_, i) => i);

test('results come in order, though later reads end first', async () => {
  const read = async (item: number): Promise<number> => {
    await pause(item % 2 === 0 ? 5 : 0);
    return 10 * item;
  };
  expect(await collect(readAhead(inTurn(items), 4, read))).toEqual(items.map((item) => 10 * item));
});

test('as many reads as allowed go on at once, and no more', async () => {
  let now = 0;
  let most = 0;
  const read = async (item: number): Promise<number> => {
    most = Math.max(most, ++now);
    await pause(1);
    now--;
    return item;
  };
  await collect(readAhead(inTurn(items), 3, read));
  expect(most).toBe(4);
});

test('an error is thrown after the results before it, and a second one goes with it', async () => {
  const seen: number[] = [];
  const read = async (item: number): Promise<number> => {
    if (item >= 5) throw new Error(`no ${item}`);
    return item;
  };
  const reading = async (): Promise<void> => {
    for await (const result of readAhead(inTurn(items), 8, read)) seen.push(result);
  };
  await expect(reading()).rejects.toThrow('no 5');
  expect(seen).toEqual([0, 1, 2, 3, 4]);
});
