import { STYLE as REPORT_STYLE } from '../../results/report/style.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { PLAYGROUND_STYLE } from './playground/style.ts';
import { PLAYGROUND_GPU_WORKER, PLAYGROUND_SCRIPT, PLAYGROUND_WORKER, SCRIPT } from './script.generated.ts';
import { STYLE } from './style.ts';

/** A file that pages load, named by its content, so that it may be kept for ever. */
export interface Asset {
  readonly type: string;
  readonly text: string;
}

const hashed = (name: string, end: string, text: string): string =>
  `${name}-${sha256Hex(new TextEncoder().encode(text)).slice(0, 12)}.${end}`;

const STYLE_TEXT = `${REPORT_STYLE}\n${STYLE}`;

/** The name of the style sheet: that of the reports and what pages have beyond it. */
export const STYLE_FILE: string = hashed('style', 'css', STYLE_TEXT);
/** The name of the script. */
export const SCRIPT_FILE: string = hashed('script', 'js', SCRIPT);

/** What the playground alone loads. */
export const PLAYGROUND_FILES = {
  style: hashed('playground', 'css', PLAYGROUND_STYLE),
  script: hashed('playground', 'js', PLAYGROUND_SCRIPT),
  worker: hashed('playground-worker', 'js', PLAYGROUND_WORKER),
  /** With gpu.js. */
  gpuWorker: hashed('playground-gpu-worker', 'js', PLAYGROUND_GPU_WORKER),
} as const;

const css = (text: string): Asset => ({ type: 'text/css; charset=utf-8', text });
const js = (text: string): Asset => ({ type: 'text/javascript; charset=utf-8', text });

/** All of them by name. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  [STYLE_FILE, css(STYLE_TEXT)],
  [SCRIPT_FILE, js(SCRIPT)],
  [PLAYGROUND_FILES.style, css(PLAYGROUND_STYLE)],
  [PLAYGROUND_FILES.script, js(PLAYGROUND_SCRIPT)],
  [PLAYGROUND_FILES.worker, js(PLAYGROUND_WORKER)],
  [PLAYGROUND_FILES.gpuWorker, js(PLAYGROUND_GPU_WORKER)],
]);
