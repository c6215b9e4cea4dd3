import type { StageProgress } from '../../twins/stage-progress.ts';
import type { Host } from '../host.ts';

export interface StageDisplay {
  readonly progress: (progress: StageProgress) => void;
  readonly notice: (sentence: string) => void;
  /** Shows the last state, and ends a line that was being redrawn. */
  end(): Promise<void>;
}

const REDRAW_MS = 100;
const LINE_MS = 3000;

/** Shows how far a stage is: a line on stderr that is redrawn on a terminal, else one every three seconds; as JSON lines on stdout with --json. */
export function createStageDisplay(host: Host, json: boolean): StageDisplay {
  const redraws = host.interactive && !json;
  const period = redraws ? REDRAW_MS : LINE_MS;
  let shownAt = redraws ? 0 : performance.now();
  let latest: StageProgress | null = null;
  let drawn = false;
  let printing: Promise<void> = Promise.resolve();

  const show = (progress: StageProgress): void => {
    shownAt = performance.now();
    latest = null;
    if (json) printing = printing.then(() => host.print(`${JSON.stringify({ progress })}\n`));
    else host.say(redraws ? `\r\x1b[2K${progressText(progress)}` : `signbench: ${progressText(progress)}\n`);
    drawn = redraws;
  };
  return {
    progress: (progress) => {
      latest = progress;
      if (performance.now() - shownAt >= period) show(progress);
    },
    // What was not shown before a notice is over: shown later, it would read as if it came after.
    notice: (sentence) => {
      latest = null;
      host.say(`${drawn ? '\r\x1b[2K' : ''}signbench: ${sentence}\n`);
    },
    end: async () => {
      if (latest !== null) show(latest);
      if (drawn) host.say('\n');
      await printing;
    },
  };
}

/** For instance `1,200 of 43,834 pairs, 2 %`. */
function progressText({ done, total, unit }: StageProgress): string {
  const count = done.toLocaleString('en');
  if (total === null) return `${count} ${unit}`;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `${count} of ${total.toLocaleString('en')} ${unit}, ${share} %`;
}
