import { STYLE as REPORT_STYLE } from '../../results/report/style.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { SCRIPT } from './script.generated.ts';
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

/** All of them by name. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  [STYLE_FILE, { type: 'text/css; charset=utf-8', text: STYLE_TEXT }],
  [SCRIPT_FILE, { type: 'text/javascript; charset=utf-8', text: SCRIPT }],
]);
