import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page with what it complained of and what it loaded. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of its console, its exceptions, and dialogs, which are dismissed. */
  readonly complaints: readonly string[];
  readonly loaded: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens an address in a context of its own. */
export async function openWatched(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const loaded: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => loaded.push(request.url()));
  await page.goto(url);
  return { page, complaints, loaded, close: () => context.close() };
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds serious or critical; the page's policy must let its script in (`bypassCSP`). */
export async function seriousFindings(page: Page): Promise<readonly unknown[]> {
  await page.evaluate(axe.source);
  const violations: readonly Violation[] = await page.evaluate(
    async () => (await Reflect.get(globalThis, 'axe').run()).violations,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes[0]?.html }));
}
