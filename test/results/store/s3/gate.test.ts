import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGate } from '../../../../results/store/s3/gate.ts';

test('a gate lets so many through at once, in the order of their coming, and all in the end', async () => {
  const gate = createGate(3);
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      gate(async () => {
        begun.push(i);
        most = Math.max(most, ++now);
        await delay(i % 3);
        now--;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(begun).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('an action that fails gives its place back', async () => {
  const gate = createGate(1);
  await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate(async () => 'yes')).toBe('yes');
});
