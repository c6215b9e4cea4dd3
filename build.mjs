// Builds dist/: the WASM kernels inlined as base64, the command, the worker and the library, and the study schema.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
process.chdir(root);

/** Compiles a module of kernels and writes it as a constant; `shared` where threads share one memory, which is then imported. */
function compileKernels({ entry, to, shared }) {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
  const file = join(folder, 'kernels.wasm');
  const asc = join(dirname(require.resolve('assemblyscript/package.json')), 'bin', 'asc.js');
  const options = ['--runtime', 'stub', '--noAssert', '-O3', '--converge', '--enable', 'simd', '-o', file];
  const memory = ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];
  execFileSync(process.execPath, [asc, entry, ...options, ...(shared ? memory : [])], { stdio: 'inherit' });
  const text = readFileSync(file).toString('base64');
  rmSync(folder, { recursive: true });
  writeFileSync(
    to,
    `// Compiled from ${dirname(entry)} by build.mjs.\nexport const WASM_BASE64 =\n  '${text}';\n`,
  );
}

/** What scripts of pages load in place of what browsers do not have. */
const inBrowsers = {
  name: 'in-browsers',
  setup({ onResolve }) {
    onResolve({ filter: /^node:crypto$/ }, () => ({
      path: join(root, 'functions/dashboard/playground/browser-crypto.ts'),
    }));
    // Workers have no document; this is linkedom in one file, without what only Node has.
    onResolve({ filter: /^linkedom$/ }, () => ({
      path: fileURLToPath(import.meta.resolve('linkedom/worker')),
    }));
  },
};

/** gpu.js reads the text of kernels, in which no syntax may be shortened. */
const SCRIPTS = [
  { entry: 'browser/main.ts', name: 'SCRIPT', minify: true },
  { entry: 'browser/playground/main.ts', name: 'PLAYGROUND_SCRIPT', minify: true },
  {
    entry: 'playground/worker.ts',
    name: 'PLAYGROUND_WORKER',
    minify: true,
    without: /losses\/gpujs\/open\.ts$/,
  },
  { entry: 'playground/gpu-worker.ts', name: 'PLAYGROUND_GPU_WORKER', minifyWhitespace: true },
];

/** A module that a script never gets to. */
const leftOut = (filter) => ({
  name: 'left-out',
  setup({ onLoad }) {
    onLoad({ filter }, () => ({ contents: '' }));
  },
});

/** What the packages that a file holds ask to travel with it. */
function licencesOf(packages) {
  return packages
    .map((name) => `${name}\n\n${readFileSync(join('node_modules', name, 'LICENSE'), 'utf8')}`)
    .join('\n----\n\n');
}

/** The scripts of the dashboard as texts that the server carries, so that an installation has no files to lose. */
async function bundleScripts() {
  const texts = [];
  const packages = new Set();
  for (const { entry, name, without, ...minified } of SCRIPTS) {
    const { outputFiles, metafile } = await build({
      metafile: true,
      entryPoints: [`functions/dashboard/${entry}`],
      bundle: true,
      ...minified,
      format: 'iife',
      platform: 'browser',
      target: 'es2023',
      charset: 'utf8',
      define: { 'process.env.NODE_ENV': '"production"' },
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      plugins: [inBrowsers, ...(without === undefined ? [] : [leftOut(without)])],
      write: false,
      logLevel: 'warning',
    });
    for (const file of Object.keys(metafile.inputs)) {
      const [, found] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
      if (found !== undefined) packages.add(found);
    }
    texts.push(`export const ${name} = ${JSON.stringify(outputFiles[0].text)};\n`);
  }
  writeFileSync(
    'functions/dashboard/script.generated.ts',
    `// Bundled from functions/dashboard by build.mjs.\n${texts.join('')}`,
  );
  writeFileSync('dist/scripts.LICENSE.txt', licencesOf([...packages].sort()));
}

/** What is resolved where signbench is installed: its dependencies, and the drivers that a person may add. */
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const external = [...Object.keys(dependencies), 'gl', 'webgpu'];

/**
 * gpu.js is bundled, so that who installs signbench gets neither the 84 MB nor the install script of its dependencies. It
 * is a file of its own, in the module format it was written in: `require('gl')` then finds a gl that is installed, and no
 * command but those that compute with it loads it.
 */
const gpujsApart = {
  name: 'gpujs-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^gpu\.js$/ }, () => ({ path: './gpu.cjs', external: true }));
  },
};

async function bundleGpujs() {
  await build({
    stdin: { contents: "export { GPU, Input } from 'gpu.js';", resolveDir: root },
    outfile: 'dist/gpu.cjs',
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external,
    logLevel: 'warning',
  });
  writeFileSync('dist/gpu.cjs.LICENSE.txt', licencesOf(['gpu.js', 'gpu-mock.js', 'acorn']));
}

async function bundle() {
  await build({
    entryPoints: {
      cli: 'functions/cli/main.ts',
      worker: 'functions/local/worker.ts',
      'fit-worker': 'functions/twins/fit/fit-worker.ts',
      index: 'index.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    plugins: [gpujsApart],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/**
 * The functions of the cloud: each a folder that runs alone, with its dependencies inside. What a function needs seldom is a
 * chunk beside it; gpu.js is a file of its own here too.
 */
async function bundleFunctions() {
  for (const name of ['plan', 'run-shards', 'aggregate', 'api']) {
    await build({
      entryPoints: { index: `functions/lambda/${name}.ts` },
      outdir: `dist/lambda/${name}`,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Dependencies in the older module format ask for Node's own modules by `require`.
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
      external: ['gl', 'webgpu', 'canvas'],
      plugins: [gpujsApart],
      logLevel: 'warning',
    });
  }
  copyFileSync('dist/gpu.cjs', 'dist/lambda/run-shards/gpu.cjs');
  copyFileSync('dist/gpu.cjs.LICENSE.txt', 'dist/lambda/run-shards/gpu.cjs.LICENSE.txt');
}

/** The stack for `signbench deploy`: one file that runs beside any installation of the CDK. */
async function bundleStack() {
  await build({
    entryPoints: { app: 'cdk/app.ts' },
    outdir: 'dist/cdk',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['aws-cdk-lib', 'cdk-nag', 'constructs'],
    logLevel: 'warning',
  });
}

function declare() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}

async function writeSchema() {
  const { studyJsonSchema } = await import(join(root, 'dist', 'index.js'));
  writeFileSync('dist/study.schema.json', `${JSON.stringify(studyJsonSchema(), null, 2)}\n`);
}

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
compileKernels({ entry: 'kernels/wasm/assembly/index.ts', to: 'kernels/wasm/binary.generated.ts' });
compileKernels({
  entry: 'kernels/wasm/assembly/dense/index.ts',
  to: 'kernels/wasm/dense.generated.ts',
  shared: true,
});
await bundleScripts();
await bundleGpujs();
await bundle();
await bundleFunctions();
await bundleStack();
await writeSchema();
declare();
