import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStageDisplay } from '../../../functions/cli/twins/stage-display.ts';
import { captureHost } from '../../support/captured-host.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const at = (done: number, total: number | null = 4000) => ({ done, total, unit: 'pairs' });

test('Without a terminal a line is said every three seconds, and the last state at the end', async () => {
  const { host, stderr, stdout } = captureHost();
  const display = createStageDisplay(host, false);
  display.progress(at(1000));
  expect(stderr()).toBe('');
  vi.advanceTimersByTime(3000);
  display.progress(at(2000));
  display.progress(at(4000));
  await display.end();
  expect(stderr()).toBe('signbench: 2,000 of 4,000 pairs, 50 %\nsignbench: 4,000 of 4,000 pairs, 100 %\n');
  expect(stdout()).toBe('');
});

test('On a terminal one line is redrawn, and a notice stands above it', async () => {
  const { host, stderr } = captureHost({ interactive: true });
  vi.advanceTimersByTime(1000);
  const display = createStageDisplay(host, false);
  display.progress(at(10, null));
  display.notice('Look here.');
  await display.end();
  expect(stderr()).toBe('\r\x1b[2K10 pairs\r\x1b[2Ksignbench: Look here.\n\n');
});

test('With --json progress is objects on stdout', async () => {
  const { host, stdout, stderr } = captureHost({ interactive: true });
  const display = createStageDisplay(host, true);
  display.progress(at(4000));
  await display.end();
  expect(JSON.parse(stdout())).toEqual({ progress: { done: 4000, total: 4000, unit: 'pairs' } });
  expect(stderr()).toBe('');
});

test('A stage that had nothing to do shows nothing', async () => {
  const { host, stdout, stderr } = captureHost({ interactive: true });
  await createStageDisplay(host, true).end();
  expect(stdout() + stderr()).toBe('');
});
