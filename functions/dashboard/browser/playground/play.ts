import { studyFile, unanswerable } from '../../playground/played-study.ts';
import { parseSettings, type Settings, settingsQuery } from '../../playground/settings.ts';
import type { Reply } from '../../playground/worker-loop.ts';
import { showHandles } from './handles.ts';
import { byId, NO_WORKER, openOrders, say } from './orders.ts';

/** Milliseconds after the last change before everything is computed again. */
const SETTLED = 500;

/** Brings the playground to life: the form and the discs are the same settings, the address keeps them, a worker computes them. */
export function startPlayground(): void {
  const place = byId('playground');
  const form = document.querySelector<HTMLFormElement>('#pg-form');
  if (place === null || form === null) return;
  const orders = openOrders(show, () => ended(NO_WORKER));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let timer = 0;

  const settings = (): Settings => parseSettings(queryOf(form));
  const give = (kind: 'look' | 'run'): void => {
    const now = settings();
    const worker = now.on === 'webgl2' ? place.dataset.gpuWorker : place.dataset.worker;
    orders.give(worker ?? '', { kind, query: settingsQuery(now), still });
  };
  const run = (): void => {
    clearTimeout(timer);
    const now = settings();
    const refusal = unanswerable(now);
    if (refusal !== null) {
      orders.stop();
      ended(refusal);
      return;
    }
    history.replaceState(null, '', settingsQuery(now));
    const file = byId('pg-file');
    if (file !== null) file.textContent = studyFile(now);
    busy(true);
    say('Computing in your browser.');
    give('run');
  };
  /** Theory follows at once, the rest when the hand is still. */
  const changed = (): void => {
    clearTimeout(timer);
    handles.follow(settings());
    if (unanswerable(settings()) === null) give('look');
    timer = window.setTimeout(run, SETTLED);
  };

  const handles = showHandles(settings(), (type, { x, y }) => {
    set(form, `x${type + 1}`, x);
    set(form, `y${type + 1}`, y);
    changed();
  });
  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  byId('pg-stop')?.addEventListener('click', () => {
    clearTimeout(timer);
    orders.stop();
    ended('Stopped; the numbers are those computed until then.');
  });
  // A page from a cache of forms, and an exported one, may hold other settings than its address.
  if (location.search !== '') fill(form, parseSettings(new URLSearchParams(location.search)));
  handles.follow(settings());
  if (byId('replay') === null || byId('replay')?.hidden === true) run();
}

function show(reply: Reply): void {
  if (reply.kind === 'failed') {
    ended(`This browser cannot compute it: ${reply.sentence}`);
    return;
  }
  for (const [name, html] of Object.entries(reply.fragments)) {
    const into = byId(`pg-${name}`);
    if (into !== null) into.innerHTML = html;
  }
  if (reply.kind === 'done') ended(reply.sentence);
  else byId('pg-progress')?.setAttribute('value', String(reply.share));
}

function ended(sentence: string): void {
  busy(false);
  say(sentence);
}

function busy(isBusy: boolean): void {
  byId('pg-progress')?.classList.toggle('busy', isBusy);
  const stop = byId('pg-stop');
  if (stop !== null) stop.hidden = !isBusy;
}

function queryOf(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') query.set(name, value);
  return query;
}

function set(form: HTMLFormElement, name: string, value: string | number): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(value);
}

function fill(form: HTMLFormElement, settings: Settings): void {
  for (const [name, value] of new URLSearchParams(settingsQuery(settings))) set(form, name, value);
}
