import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.SIGNBENCH_LAMBDA_RUNTIME;

/** The program of AWS's own runtime client for Node, `aws-lambda-ric`. */
export const RUNTIME_CLIENT = join(FOLDER ?? '', 'node_modules', 'aws-lambda-ric', 'bin', 'index.mjs');

/**
 * Why the runtime client is not here, in a sentence; null where it is. Its native part is built when it is installed, so that it is
 * no dependency of the package. In CI it is never missing: tests then fail where it is not installed.
 */
export const runtimeMissing: string | null =
  process.env.CI || (FOLDER !== undefined && existsSync(RUNTIME_CLIENT))
    ? null
    : 'aws-lambda-ric not found; npm install --prefix FOLDER aws-lambda-ric@3.3.0, then SIGNBENCH_LAMBDA_RUNTIME=FOLDER';
