import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { CloudError } from './cloud-error.ts';

/** The app that describes the stack, and the CDK that it needs, which is no dependency of the package. */
export interface CdkTool {
  /** Bundled app, beside a node_modules that holds the CDK. */
  readonly app: string;
  /** The program `cdk`. */
  readonly program: string;
  /** Folder of the bundles of functions. */
  readonly bundles: string;
}

const PARTS = ['aws-cdk', 'aws-cdk-lib', 'cdk-nag', 'constructs'] as const;

const PackageFile = z.object({
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()),
});

/** The CDK where the package's own folder has it, as a checkout does, or in the cache; null where it must be installed. */
export async function findCdk(packageFolder: string): Promise<CdkTool | null> {
  const own = toolIn(join(packageFolder, 'dist', 'cdk'), packageFolder);
  return own ?? toolIn(await cacheFolder(packageFolder), packageFolder);
}

function toolIn(folder: string, packageFolder: string): CdkTool | null {
  const app = join(folder, 'app.mjs');
  if (!existsSync(app)) return null;
  try {
    const { resolve } = createRequire(pathToFileURL(app));
    for (const part of PARTS) resolve(`${part}/package.json`);
    return { app, program: resolve('aws-cdk/bin/cdk'), bundles: join(packageFolder, 'dist', 'lambda') };
  } catch {
    return null;
  }
}

/** A folder for each version of the package: the CDK and the app are of one version. */
export async function cacheFolder(packageFolder: string): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'signbench', `cdk-${(await packageFile(packageFolder)).version}`);
}

/** What installing takes: the versions that the stack was tested with. */
export async function cdkPackages(packageFolder: string): Promise<readonly string[]> {
  const { devDependencies } = await packageFile(packageFolder);
  return PARTS.map((part) => `${part}@${devDependencies[part]}`);
}

/**
 * Installs the CDK into the cache with npm, and puts the app beside it.
 *
 * @throws CloudError where npm fails.
 */
export async function installCdk(packageFolder: string): Promise<CdkTool> {
  const folder = await cacheFolder(packageFolder);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const packages = await cdkPackages(packageFolder);
  const code = await runProgram(
    'npm',
    ['install', '--no-audit', '--no-fund', '--save-exact', ...packages],
    folder,
  );
  if (code !== 0)
    throw new CloudError(`npm install of ${packages.join(', ')} in ${folder} ended with code ${code}.`);
  await copyFile(join(packageFolder, 'dist', 'cdk', 'app.mjs'), join(folder, 'app.mjs'));
  const tool = toolIn(folder, packageFolder);
  if (tool === null)
    throw new CloudError(`${folder} has no CDK after npm installed it; remove it and try again.`);
  return tool;
}

async function packageFile(folder: string): Promise<z.infer<typeof PackageFile>> {
  return PackageFile.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
}

/** Settings of the stack by their names, for instance `concurrency`. */
type StackSettings = Readonly<Record<string, string>>;

export interface AskedStack {
  readonly stack: string;
  readonly settings: StackSettings;
}

/** Runs `cdk` with these words, its questions and answers at the terminal; resolves to its exit code. */
export async function runCdk(tool: CdkTool, words: readonly string[], asked: AskedStack): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'signbench-cdk-'));
  const context = Object.entries(contextOf(asked)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const app = [process.execPath, tool.app].map((word) => JSON.stringify(word)).join(' ');
  const fixed = ['--app', app, '--output', join(folder, 'out'), '--no-notices', '--no-version-reporting'];
  try {
    return await runProgram(process.execPath, [tool.program, ...words, ...fixed, ...context], folder, tool);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })),
});

/**
 * Synthesises the stack, without network or credentials, and counts what it would create, by types.
 *
 * @throws CloudError where a setting is unknown or out of range, in the words of the app.
 */
export async function synthesised(tool: CdkTool, asked: AskedStack): Promise<ReadonlyMap<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'signbench-cdk-'));
  try {
    const environment = { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(contextOf(asked)) };
    await synthesise(tool, environment);
    const text = await readFile(join(folder, `${asked.stack}.template.json`), 'utf8');
    const counts = new Map<string, number>();
    for (const { Type } of Object.values(Template.parse(JSON.parse(text)).Resources)) {
      counts.set(Type, (counts.get(Type) ?? 0) + 1);
    }
    return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const contextOf = ({ stack, settings }: AskedStack): Readonly<Record<string, string>> => ({
  'signbench-stack': stack,
  ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`signbench:${name}`, value])),
});

function synthesise(tool: CdkTool, environment: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool.app], {
      env: { ...process.env, ...environment, SIGNBENCH_BUNDLES: tool.bundles },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new CloudError(
            /Error: (signbench settings: .*)/.exec(said)?.[1] ?? `the stack cannot be synthesised:\n${said}`,
          ),
        );
    });
  });
}

function runProgram(
  program: string,
  words: readonly string[],
  folder: string,
  tool?: CdkTool,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const bundles = tool === undefined ? {} : { SIGNBENCH_BUNDLES: tool.bundles };
    // What a person reads goes to stderr, as everything that is no data.
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...process.env, ...bundles },
      stdio: ['inherit', 2, 2],
    });
    child.on('error', (error) =>
      reject(new CloudError(`${program} cannot be started: ${error.message}.`, { cause: error })),
    );
    child.on('close', (code) => resolve(code ?? 1));
  });
}
