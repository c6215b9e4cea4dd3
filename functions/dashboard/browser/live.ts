import type { StudyProgress } from '../../../results/catalogue/study-progress.ts';
import { percentText, runFacts, runHead, runShare } from '../run-facts.ts';

/** Milliseconds between two looks at a page whose figures come from the page alone, and between two looks at its drawings otherwise. */
const EVERY = 3000;

/** A page that shows a run moves as the run does, until it has ended: by the stream of its progress, or where there is none by asking for itself again. */
export function followRun(): void {
  const address = liveAddress();
  if (address === null) return;
  if (address === '' || typeof EventSource === 'undefined') askAgain();
  else listen(address);
}

/** Where progress is streamed; empty where it is not, null where nothing on the page moves. */
const liveAddress = (): string | null =>
  document.querySelector<HTMLElement>('[data-live]')?.dataset.live ?? null;

const later = (): void => void setTimeout(followRun, EVERY);

/** Looks at the page once, and again later. */
function askAgain(): void {
  setTimeout(() => void look().then(askAgainOrFollow), EVERY);
}

function askAgainOrFollow(): void {
  if (liveAddress() !== null) askAgain();
}

/** Figures come with each event; drawings and tables are those of the page, which is asked for now and then. */
function listen(address: string): void {
  const stream = new EventSource(address);
  let lookedAt = performance.now();
  let looking = false;
  const redraw = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    await look();
    looking = false;
    lookedAt = performance.now();
  };
  stream.addEventListener('progress', ({ data }) => {
    show(JSON.parse(data));
    if (performance.now() - lookedAt >= EVERY) void redraw();
  });
  stream.addEventListener('end', () => {
    stream.close();
    // A run that ended, or that has not begun.
    void look().then(later);
  });
  stream.addEventListener('error', () => {
    // The browser connects again by itself unless it was refused.
    if (stream.readyState === EventSource.CLOSED) askAgain();
  });
}

/** Writes what an event says where the page has it. */
function show(progress: StudyProgress): void {
  const { run, study } = progress;
  write('head', runHead(progress));
  document.title = `${runHead(progress)}: ${study} \u00b7 signbench`;
  if (run === null) return;
  for (const { key, text } of runFacts(run, Date.now())) write(key, text);
  const share = runShare(run);
  if (share === null) return;
  write('share', percentText(share));
  const bar = document.querySelector('progress[data-share]');
  if (bar instanceof HTMLProgressElement) bar.value = share;
}

function write(key: string, text: string): void {
  const place = document.querySelector(`[data-fact="${key}"]`);
  if (place !== null && place.textContent !== text) place.textContent = text;
}

async function look(): Promise<void> {
  try {
    const answer = await fetch(location.href);
    if (answer.ok) takeOver(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // The server is away; it is asked again.
  }
}

/** Takes over the sections that changed, but for the one in which somebody is. */
function takeOver(fresh: Document): void {
  const [here, there] = [document.querySelector('main'), fresh.querySelector('main')];
  if (here === null || there === null) return;
  const [old, young] = [[...here.children], [...there.children]];
  if (old.map(({ id }) => id).join() !== young.map(({ id }) => id).join()) here.replaceChildren(...young);
  for (const [i, section] of young.entries()) {
    const place = old[i];
    if (!place?.isConnected || place.contains(document.activeElement)) continue;
    if (place.outerHTML !== section.outerHTML) place.replaceWith(section);
  }
  document.title = fresh.title;
}
