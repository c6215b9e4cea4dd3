import { Worker } from 'node:worker_threads';

/** What reading files gave, in the order of the paths: their bytes, or the system's code and message. */
interface ReadFiles {
  readonly files: readonly (Uint8Array | { readonly code?: string; readonly message: string })[];
  /** How many took longer than `slowMs`. */
  readonly slow: number;
}

export interface ReadingThread {
  /** Rejects when the thread has died. */
  read(paths: readonly string[]): Promise<ReadFiles>;
}

interface Answer {
  readonly id: number;
  /** The files one after the other. */
  readonly bytes: Uint8Array;
  readonly parts: readonly (number | { readonly code?: string; readonly message: string })[];
  readonly slow: number;
}

interface Waiting {
  readonly resolve: (files: ReadFiles) => void;
  readonly reject: (error: unknown) => void;
}

/** The thread's program, as text, which runs the same from the source and from a bundle. */
const PROGRAM = `
const { parentPort, workerData: { slowMs } } = require('node:worker_threads');
const { closeSync, openSync, readFileSync, readSync } = require('node:fs');
const buffer = Buffer.alloc(65536);
function read(path) {
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return length < buffer.length ? Buffer.from(buffer.subarray(0, length)) : readFileSync(path);
  } finally {
    closeSync(file);
  }
}
parentPort.on('message', ({ id, paths }) => {
  const files = [];
  let slow = 0;
  const parts = paths.map((path) => {
    const start = performance.now();
    try {
      const file = read(path);
      files.push(file);
      return file.length;
    } catch ({ code, message }) {
      return { code, message };
    } finally {
      if (performance.now() - start > slowMs) slow++;
    }
  });
  const bytes = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const file of files) {
    bytes.set(file, at);
    at += file.length;
  }
  parentPort.postMessage({ id, parts, slow, bytes }, [bytes.buffer]);
});
`;

/**
 * Starts a thread that reads files while the calling thread works on those it has read. The thread keeps no process
 * alive.
 *
 * @param slowMs what counts as slow.
 */
export function startReadingThread(slowMs: number): ReadingThread {
  const worker = new Worker(PROGRAM, { eval: true, workerData: { slowMs } });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let death: Error | null = null;
  const die = (error: Error): void => {
    death = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker.unref();
  };
  worker.unref();
  worker.on('error', die);
  worker.on('exit', () => die(new Error('the reading thread ended')));
  worker.on('message', ({ id, ...answer }: Answer) => {
    waiting.get(id)?.resolve(split(answer));
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  });
  return {
    read: (paths) =>
      new Promise((resolve, reject) => {
        if (death !== null) return reject(death);
        const id = asked++;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, paths });
      }),
  };
}

function split({ bytes, parts, slow }: Omit<Answer, 'id'>): ReadFiles {
  let at = 0;
  const files = parts.map((part) => {
    if (typeof part !== 'number') return part;
    at += part;
    return bytes.subarray(at - part, at);
  });
  return { files, slow };
}
