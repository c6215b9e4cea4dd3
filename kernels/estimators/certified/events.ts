/** Places on the c axis where a weight changes, sorted in the end: keys[k] with changes[k], k < size. */
export interface Events {
  readonly keys: Float64Array;
  readonly changes: Float64Array;
  size: number;
}

export const createEvents = (capacity: number): Events => ({
  keys: new Float64Array(capacity),
  changes: new Float64Array(capacity),
  size: 0,
});

/** What sorting needs beside the events. */
export interface Sorter {
  readonly other: Events;
  readonly places: Int32Array;
  readonly starts: Int32Array;
}

export const createSorter = (capacity: number): Sorter => ({
  other: createEvents(capacity),
  places: new Int32Array(capacity),
  starts: new Int32Array(capacity + 2),
});

/**
 * The events by increasing key: spread over as many buckets as there are events, then insertion, which has little left
 * to do. Returns where the sorted events are. Keys are finite.
 */
export function sortedEvents(events: Events, sorter: Sorter): Events {
  const { size, keys } = events;
  if (size < 16) return inserted(events);
  let least = keys[0];
  let greatest = keys[0];
  for (let k = 1; k < size; k++) {
    const key = keys[k];
    if (key < least) least = key;
    else if (key > greatest) greatest = key;
  }
  const rate = (size - 1) / (greatest - least);
  // Equal keys, or so near to each other, or so far, that the rate is no number.
  if (!(rate > 0 && rate < Number.MAX_VALUE)) return inserted(events);
  return inserted(spread(events, sorter, { least, rate }));
}

function spread(
  { keys, changes, size }: Events,
  { other, places, starts }: Sorter,
  { least, rate }: { readonly least: number; readonly rate: number },
): Events {
  starts.fill(0, 0, size + 1);
  for (let k = 0; k < size; k++) {
    const place = ((keys[k] - least) * rate) | 0;
    places[k] = place;
    starts[place + 1]++;
  }
  for (let b = 1; b < size; b++) starts[b] += starts[b - 1];
  for (let k = 0; k < size; k++) {
    const to = starts[places[k]]++;
    other.keys[to] = keys[k];
    other.changes[to] = changes[k];
  }
  other.size = size;
  return other;
}

function inserted(events: Events): Events {
  const { keys, changes, size } = events;
  for (let k = 1; k < size; k++) {
    const key = keys[k];
    if (keys[k - 1] <= key) continue;
    const change = changes[k];
    let to = k;
    for (; to > 0 && keys[to - 1] > key; to--) {
      keys[to] = keys[to - 1];
      changes[to] = changes[to - 1];
    }
    keys[to] = key;
    changes[to] = change;
  }
  return events;
}
