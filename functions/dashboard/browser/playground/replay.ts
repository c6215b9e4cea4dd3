import { byId, NO_WORKER, openOrders, say } from './orders.ts';

const PLACE = 'pg-replay-status';

/** Computes the data set of the page again, or that of the address where the page is a file. */
export function startReplay(): void {
  const place = byId('replay');
  const text = place?.dataset.request ?? requestOfAddress();
  if (place === null || text === null) return;
  place.hidden = false;
  say('Your browser computes the data set again.', PLACE);
  const orders = openOrders(
    (reply) => {
      if (reply.kind === 'drawn') return;
      say(reply.sentence, PLACE);
      const into = byId('pg-replayed');
      if (reply.kind === 'done' && into !== null) into.innerHTML = reply.replayed ?? '';
    },
    () => say(NO_WORKER, PLACE),
  );
  try {
    orders.give(place.dataset.worker ?? '', { kind: 'replay', request: JSON.parse(text) });
  } catch {
    say('The address names no data set.', PLACE);
  }
}

const requestOfAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('replay');
