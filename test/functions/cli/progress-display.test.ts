import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createProgressDisplay,
  describe as describeProgress,
} from '../../../functions/cli/progress-display.ts';
import type { Progress } from '../../../functions/local/progress.ts';
import { captureHost } from '../../support/captured-host.ts';

const HALF: Progress = {
  blocksDone: 1,
  blocksTotal: 2,
  rowsDone: 225_000_000,
  rowsTotal: 450_000_000,
  replicatesDone: 10,
  replicatesTotal: 20,
  rowsPerSecond: 34_900_000,
  etaSeconds: 6.4,
  failures: 3,
  worstRelativeMcse: 0.0214,
};
const DONE: Progress = { ...HALF, rowsDone: HALF.rowsTotal, etaSeconds: 0 };
const ESCAPE = String.fromCharCode(27);

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('a line tells the share, the rate, the time left, the failed fits and the Monte Carlo error', () => {
  expect(describeProgress(HALF)).toBe(
    '50 % of 450 M rows, 34.9 M rows/s, 7 s left, 3 failed fits, error up to 2.1 %',
  );
});

test('where stderr is no terminal, lines are plain and at least three seconds apart', () => {
  const { host, stderr } = captureHost();
  const display = createProgressDisplay(host);
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(100);
    display.update(HALF);
  }
  display.update(DONE);
  display.end();
  const lines = stderr().trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toMatch(/^100 %/);
  expect(stderr()).not.toContain(ESCAPE);
});

test('on a terminal the bar is redrawn in its line, no longer than the terminal, and ends with a new line', () => {
  const { host, stderr } = captureHost({ interactive: true, columns: 40 });
  const display = createProgressDisplay(host);
  vi.advanceTimersByTime(200);
  display.update(HALF);
  vi.advanceTimersByTime(50);
  display.update(HALF);
  display.update(DONE);
  display.end();
  const drawn = stderr().split(`\r${ESCAPE}[2K`).slice(1);
  expect(drawn).toHaveLength(2);
  expect(drawn[0]).toHaveLength(39);
  expect(drawn[0]).toMatch(/^█{12}░{12} 50 %/);
  expect(drawn[1]).toMatch(/^█{24} 100 %.*\n$/);
});

test('colour is an escape around the bar alone and costs no column', () => {
  const plain = captureHost({ interactive: true, columns: 60 });
  const coloured = captureHost({ interactive: true, columns: 60, colour: true });
  for (const { host } of [plain, coloured]) {
    const display = createProgressDisplay(host);
    vi.advanceTimersByTime(200);
    display.update(HALF);
  }
  const stripped = coloured.stderr().replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
  expect(stripped).toBe(plain.stderr());
  expect(coloured.stderr()).toContain(`${ESCAPE}[36m`);
});
