import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.SIGNBENCH_LAMBDA_RUNTIME;

/** Where versions 3 and 4 have their program. */
const PROGRAMS = ['bin/index.mjs', 'index.mjs'].map((path) =>
  join(FOLDER ?? '', 'node_modules', 'aws-lambda-ric', path),
);

/** The program of AWS's own runtime client for Node, `aws-lambda-ric`. */
export const RUNTIME_CLIENT = PROGRAMS.find((path) => existsSync(path)) ?? PROGRAMS[0];

/**
 * Why the runtime client is not here, in a sentence; null where it is. Its native part is built when it is installed, so that it is
 * no dependency of the package. In CI it is never missing: tests then fail where it is not installed.
 */
export const runtimeMissing: string | null =
  process.env.CI || (FOLDER !== undefined && existsSync(RUNTIME_CLIENT))
    ? null
    : 'aws-lambda-ric not found; npm install --prefix FOLDER aws-lambda-ric@3.3.0 (4.0.2 on Node 22 and later), then SIGNBENCH_LAMBDA_RUNTIME=FOLDER';
