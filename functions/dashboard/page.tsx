import type { Child, FC } from 'hono/jsx';
import { CODE_VERSION } from '../../results/provenance.ts';
import { SCRIPT_FILE, STYLE_FILE } from './assets.ts';
import type { Links } from './links.ts';
import { Trusted } from './trusted.tsx';

export { Trusted };

export interface PageProps {
  readonly links: Links;
  readonly title: string;
  readonly description?: string | undefined;
  /** The entry of the navigation that is marked. */
  readonly current: 'studies' | 'compare' | 'playground' | null;
  /** Seconds after which the page is asked for again, without a script. */
  readonly refresh?: number | undefined;
  /** Files that this page loads beside those of all. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  readonly children?: Child;
}

/** What a page may load, for hosts that send no headers of their own. */
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self'";

const Page: FC<PageProps> = ({
  links,
  title,
  description,
  current,
  refresh,
  styles = [],
  scripts = [],
  children,
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {links.served ? null : <meta http-equiv="Content-Security-Policy" content={CONTENT_POLICY} />}
      {refresh === undefined ? null : (
        <noscript>
          <meta http-equiv="refresh" content={String(refresh)} />
        </noscript>
      )}
      <title>{title}</title>
      {description === undefined || description === '' ? null : (
        <meta name="description" content={description} />
      )}
      <link rel="stylesheet" href={links.asset(STYLE_FILE)} />
      {styles.map((file) => (
        <link rel="stylesheet" href={links.asset(file)} />
      ))}
      <link rel="icon" href="data:," />
      <script defer src={links.asset(SCRIPT_FILE)} />
      {scripts.map((file) => (
        <script defer src={links.asset(file)} />
      ))}
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href={links.home()}>
          signbench
        </a>
        <nav aria-label="Pages">
          <Entry href={links.home()} name="Studies" current={current === 'studies'} />
          <Entry href={links.compare()} name="Compare" current={current === 'compare'} />
          <Entry href={links.playground()} name="Playground" current={current === 'playground'} />
        </nav>
      </header>
      <main id="main">{children}</main>
      <footer>
        <p>
          Every measured number stands beside its Monte Carlo standard error. All data are simulated; no
          person’s choices are shown.
        </p>
        <p>
          <a href={links.methods()}>Methods and formulas</a> · signbench {CODE_VERSION}
        </p>
      </footer>
    </body>
  </html>
);

const Entry: FC<{ readonly href: string | null; readonly name: string; readonly current: boolean }> = ({
  href,
  name,
  current,
}) =>
  href === null ? null : (
    <a href={href} {...(current ? { 'aria-current': 'page' } : {})}>
      {name}
    </a>
  );

/** A page as the text of a document. */
export const renderPage = (props: PageProps): string => `<!doctype html>\n${String(<Page {...props} />)}\n`;

/** A section of a page; nothing where it has no content. */
export const Section: FC<{
  readonly title: string;
  readonly id: string;
  readonly html?: string;
  readonly children?: Child;
}> = ({ title, id, html, children }) =>
  html === '' ? null : (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {html === undefined ? null : <Trusted html={html} />}
      {children}
    </section>
  );
