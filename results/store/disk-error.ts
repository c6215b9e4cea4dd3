import { StoreError, type StoreProblem } from './store-error.ts';

/** The system's code of an error, for instance ENOSPC. */
export function errorCode(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const SENTENCES: Readonly<Record<string, readonly [StoreProblem, string]>> = {
  ENOSPC: ['full', 'the disk is full; free some space and run again, everything stored so far is kept'],
  EDQUOT: [
    'full',
    'your disk quota is used up; free some space and run again, everything stored so far is kept',
  ],
  EFBIG: ['full', 'the file system refuses a file of this size'],
  EROFS: ['read-only', 'the file system is read-only; choose another folder with --store'],
  EACCES: ['denied', 'permission denied; choose another folder with --store or change its permissions'],
  EPERM: [
    'denied',
    'the operation is not permitted; choose another folder with --store or change its permissions',
  ],
  ENOTDIR: [
    'blocked',
    'a file stands where a folder should be; move it away or choose another folder with --store',
  ],
  EEXIST: [
    'blocked',
    'a file stands where a folder should be; move it away or choose another folder with --store',
  ],
  EISDIR: [
    'blocked',
    'a folder stands where a file should be; move it away or choose another folder with --store',
  ],
  ENOENT: ['failed', 'no folder can be made there; choose another with --store'],
  EMFILE: ['failed', 'too many files are open'],
};

/** Turns an error of the file system into a sentence; a StoreError passes through. */
export function diskError(error: unknown, action: string, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = errorCode(error);
  const [problem, sentence] = (code === undefined ? undefined : SENTENCES[code]) ?? [
    'failed',
    messageOf(error),
  ];
  return new StoreError(problem, `Cannot ${action} ${path}: ${sentence}.`, { cause: error });
}

/** An error of another thread comes as a plain object. */
const messageOf = (error: unknown): string => {
  const message: unknown = Object(error).message;
  return typeof message === 'string' ? message : String(error);
};
