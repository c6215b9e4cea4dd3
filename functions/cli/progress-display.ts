import type { Progress } from '../local/progress.ts';
import type { Host } from './host.ts';
import { shortCount, shortDuration } from './quantities.ts';

export interface ProgressDisplay {
  update(progress: Progress): void;
  /** Writes a line above the bar. */
  note(line: string): void;
  /** Shows the last state and ends the bar's line. */
  end(): void;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 3000;
const BAR_WIDTH = 24;

/** Shows progress on stderr: a bar on a terminal, else a plain line every three seconds. */
export function createProgressDisplay(host: Host): ProgressDisplay {
  const period = host.interactive ? REDRAW_MS : PLAIN_LINE_MS;
  let shownAt = host.interactive ? 0 : performance.now();
  let latest: Progress | null = null;
  let shown: Progress | null = null;

  const show = (progress: Progress): void => {
    shownAt = performance.now();
    shown = progress;
    const text = describe(progress);
    host.say(
      host.interactive ? `\r\x1b[2K${clip(`${bar(progress, host.colour)} ${text}`, host)}` : `${text}\n`,
    );
  };

  return {
    update: (progress) => {
      latest = progress;
      if (performance.now() - shownAt >= period) show(progress);
    },
    note: (line) => {
      host.say(`${host.interactive && shown !== null ? '\r\x1b[2K' : ''}${line}\n`);
    },
    end: () => {
      if (latest !== null && latest !== shown) show(latest);
      if (host.interactive && shown !== null) host.say('\n');
    },
  };
}

/** One line: share done, rate, time left, coded failures, and the Monte Carlo error of the worst cell so far. */
export function describe(progress: Progress): string {
  const { rowsDone, rowsTotal, etaSeconds, worstRelativeMcse } = progress;
  const share = rowsTotal === 0 ? 100 : Math.floor((100 * rowsDone) / rowsTotal);
  return [
    `${share} % of ${shortCount(rowsTotal)} rows`,
    `${shortCount(progress.rowsPerSecond)} rows/s`,
    ...(etaSeconds === null ? [] : [`${shortDuration(etaSeconds)} left`]),
    `${progress.failures} failed fits`,
    ...(worstRelativeMcse === null ? [] : [`error up to ${(100 * worstRelativeMcse).toFixed(1)} %`]),
  ].join(', ');
}

function bar({ rowsDone, rowsTotal }: Progress, colour: boolean): string {
  const full = rowsTotal === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * rowsDone) / rowsTotal);
  const done = '█'.repeat(full);
  const open = '░'.repeat(BAR_WIDTH - full);
  return colour ? `\x1b[36m${done}\x1b[2m${open}\x1b[0m` : `${done}${open}`;
}

/** Cuts what would wrap: a wrapped bar cannot be redrawn in place. The escapes of the bar take no column. */
function clip(line: string, { columns, colour }: Host): string {
  const escapes = colour ? '\x1b[36m\x1b[2m\x1b[0m'.length : 0;
  return line.slice(0, columns - 1 + escapes);
}
