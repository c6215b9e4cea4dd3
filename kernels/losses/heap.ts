/** Bytes start .. end - 1. */
interface Range {
  start: number;
  end: number;
}

/** The free bytes of one memory, given out in ranges that begin on 64-byte boundaries. */
export interface Heap {
  /** Address of a free range, the first that is large enough; null where none is. */
  take(bytes: number): number | null;
  /** Gives back what `take` gave for as many bytes. */
  free(address: number, bytes: number): void;
}

/** A heap whose bytes `base` .. `limit` - 1 are free; `base` is a multiple of 64. */
export function createHeap(base: number, limit: number): Heap {
  // By address; neighbours are never adjacent.
  const ranges: Range[] = [{ start: base, end: limit }];
  return {
    take(bytes) {
      const size = rounded(bytes);
      const k = ranges.findIndex(({ start, end }) => end - start >= size);
      if (k < 0) return null;
      const range = ranges[k];
      const address = range.start;
      range.start += size;
      if (range.start === range.end) ranges.splice(k, 1);
      return address;
    },
    free(address, bytes) {
      const size = rounded(bytes);
      if (size === 0) return;
      const end = address + size;
      const found = ranges.findIndex(({ start }) => start >= end);
      const after = found < 0 ? ranges.length : found;
      const joinsBefore = after > 0 && ranges[after - 1].end === address;
      const joinsAfter = after < ranges.length && ranges[after].start === end;
      if (joinsBefore && joinsAfter) {
        ranges[after - 1].end = ranges[after].end;
        ranges.splice(after, 1);
      } else if (joinsBefore) ranges[after - 1].end = end;
      else if (joinsAfter) ranges[after].start = address;
      else ranges.splice(after, 0, { start: address, end });
    },
  };
}

const rounded = (bytes: number): number => Math.ceil(bytes / 64) * 64;
