import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or the one that CHROMIUM names. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why tests in a browser cannot run here; null where they can. */
export const noBrowser: string | null = existsSync(PATH)
  ? null
  : `there is no Chromium at ${PATH} (apt-get install chromium, or set CHROMIUM)`;

/** WebGL 2 and WebGPU drawn by the processor: Chromium offers neither on a machine without a graphics card otherwise. */
export const SOFTWARE_RENDERING = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** Headless Chromium. As root, as in a container, it starts only without its sandbox; tests open nothing but pages of this repository. */
export const launchChromium = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, args: [...more, '--no-sandbox', '--disable-dev-shm-usage'] });

/** A page in headless Chromium that has run a module of this repository, bundled; served over the loopback alone. */
export async function openPage(
  module: string,
): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  const script = await bundled(module);
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><title>test</title><script src="/page.js"></script>');
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const browser = await launchChromium(SOFTWARE_RENDERING);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`http://127.0.0.1:${port}/`);
  if (errors.length > 0) throw new Error(`the page failed: ${errors.join('; ')}`);
  return {
    page,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function bundled(module: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [module],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
