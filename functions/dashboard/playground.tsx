import type { FC } from 'hono/jsx';
import { grouped } from '../../results/charts/numbers.ts';
import { replayCommandLine } from '../../results/report/replay-command.ts';
import { PLAYGROUND_FILES } from './assets.ts';
import type { Links } from './links.ts';
import { renderPage, Section, Trusted } from './page.tsx';
import { drawPlayed, outcome, type Played } from './playground/fragments.tsx';
import { studyFile } from './playground/played-study.ts';
import type { ReplayRequest } from './playground/replayed.ts';
import {
  CONFIDENCE,
  COORDINATE,
  type Field,
  REPLICATES,
  type Settings,
  SHARE,
  SIZE,
} from './playground/settings.ts';

/** What the playground shows before a script runs. */
export interface PlaygroundPage {
  readonly links: Links;
  readonly settings: Settings;
  /** What the server computed of them; null where they have no answer. */
  readonly played: Played | null;
  /** Why they have none. */
  readonly refusal: string | null;
}

const LOADED = {
  styles: [PLAYGROUND_FILES.style],
  scripts: [PLAYGROUND_FILES.script],
};

/** The playground: a crowd of users to move about, and the two answers to it. */
export const playgroundPage = (page: PlaygroundPage): string =>
  renderPage({
    links: page.links,
    title: 'Playground \u00b7 signbench',
    description: 'Move two or three types of users and watch where the sign estimator and RLHF point.',
    current: 'playground',
    ...LOADED,
    children: (
      <>
        <section class="lede study">
          <h1>Move the users, watch the two answers</h1>
          <p class="answer">
            Each disc is a type of user; its area is the type’s share. Drag a disc, move it with the arrow
            keys, or type its numbers.
          </p>
        </section>
        {page.links.served ? null : (
          <Replayed request={null} links={page.links} found={null} refusal={null} />
        )}
        <Stage {...page} />
        <Figures {...page} />
        <Again settings={page.settings} />
      </>
    ),
  });

const Stage: FC<PlaygroundPage> = (page) => {
  const { links, played } = page;
  const drawn = played === null ? null : drawPlayed(played);
  return (
    <div
      class="play"
      id="playground"
      data-worker={links.asset(PLAYGROUND_FILES.worker)}
      data-gpu-worker={links.asset(PLAYGROUND_FILES.gpuWorker)}
    >
      <figure>
        <div class="stage">
          <div id="pg-plane">
            <Trusted html={drawn?.plane ?? ''} />
          </div>
        </div>
        <figcaption>
          <p>
            The shaded band is the score of each direction, measured from the thin circle: outwards, more
            users agree than disagree. Sign takes the highest point.
          </p>
        </figcaption>
      </figure>
      <div class="panel">
        <dl class="readout" id="pg-limits">
          <Trusted html={drawn?.limits ?? ''} />
        </dl>
        <Form {...page} />
        <p class="note">
          Try: type 1 at 60 % and type 2 at 40 %. The symmetry is gone, and sign is off too, though less than
          RLHF.
        </p>
      </div>
    </div>
  );
};

const Form: FC<PlaygroundPage> = ({ links, settings }) => (
  <form method="get" action={links.playground() ?? ''} id="pg-form">
    {settings.types.map(({ x, y, share }, i) => (
      <fieldset>
        <legend>Type {i + 1}</legend>
        <NumberField label="x" field={{ name: `x${i + 1}`, ...COORDINATE }} value={x} />
        <NumberField label="y" field={{ name: `y${i + 1}`, ...COORDINATE }} value={y} />
        <NumberField label="share, %" field={{ name: `w${i + 1}`, ...SHARE }} value={share} />
      </fieldset>
    ))}
    <fieldset>
      <legend>All users</legend>
      <NumberField label="confidence" field={CONFIDENCE} value={settings.confidence} />
      <NumberField label="comparisons, n" field={SIZE} value={settings.n} />
      <NumberField label="data sets" field={REPLICATES} value={settings.replicates} />
    </fieldset>
    <fieldset class="two">
      <legend>Computing</legend>
      <label>
        seed
        <input type="number" name="seed" value={settings.seed} min="0" step="1" />
      </label>
      <label>
        computed by
        <select name="on">
          <option value="wasm" selected={settings.on === 'wasm'}>
            WASM
          </option>
          <option value="webgl2" selected={settings.on === 'webgl2'}>
            gpu.js, WebGL2
          </option>
        </select>
      </label>
    </fieldset>
    <div class="buttons">
      <button type="submit">Compute</button>
      <button type="button" id="pg-stop" data-needs-script hidden>
        Stop
      </button>
    </div>
  </form>
);

const NumberField: FC<{ readonly label: string; readonly field: Field; readonly value: number }> = ({
  label,
  field: { name, least, most },
  value,
}) => (
  <label>
    {label}
    <input type="number" name={name} value={value} min={least} max={most} step="any" inputmode="decimal" />
  </label>
);

const Figures: FC<PlaygroundPage> = ({ links, settings, played, refusal }) => {
  const drawn = played === null ? null : drawPlayed(played);
  return (
    <>
      <section id="course" aria-labelledby="course-title">
        <h2 id="course-title">The error against n</h2>
        <progress class="work" id="pg-progress" max="1" value="0" aria-label="Data sets computed" />
        <p class="note status" id="pg-status" role="status">
          {refusal ?? (played === null ? '' : `${outcome(played)} ${smallNote(settings, played, links)}`)}
        </p>
        <figure class="hero figures">
          <div id="pg-chart">
            <Trusted html={drawn?.chart ?? ''} />
          </div>
          <figcaption>
            <p>
              <b>How to read this.</b> Dots are measured, with bars of ±2 Monte Carlo standard errors; lines
              are theory, in bands as wide as it says that it may be off; the dotted line is where RLHF
              settles.
            </p>
          </figcaption>
        </figure>
        <p class="note after">
          Mean angle to the average taste in degrees, Monte Carlo standard errors in parentheses.
        </p>
        <section class="scroll" tabindex={0} aria-label="Mean angles, scrolls sideways" id="pg-values">
          <Trusted html={drawn?.values ?? ''} />
        </section>
      </section>
      <section id="score" aria-labelledby="score-title">
        <h2 id="score-title">The score, unrolled</h2>
        <figure class="hero">
          <div id="pg-landscape">
            <Trusted html={drawn?.landscape ?? ''} />
          </div>
          <figcaption>
            <p>
              The smooth curve is what sign climbs with unlimited data; the grey steps are one small data set.
              The steps are why the error falls only as n<sup>−1/3</sup>: the top is flat and ragged.
            </p>
            <p>RLHF maximises another function, so it stops beside the summit.</p>
          </figcaption>
        </figure>
      </section>
    </>
  );
};

/** How much smaller the answer of a server is than what was asked for. */
function smallNote(asked: Settings, { settings }: Played, { served }: Links): string {
  const isSmaller =
    settings.n < asked.n || settings.replicates < asked.replicates || settings.on !== asked.on;
  if (!isSmaller) return 'Computed by the server.';
  const what = `${grouped(settings.n)} comparisons and ${grouped(settings.replicates)} data sets`;
  return served
    ? `Without scripts the server computes up to ${what}.`
    : `This answer to the first settings, of ${what}, came with the page; others need scripts, or a server.`;
}

const Again: FC<{ readonly settings: Settings }> = ({ settings }) => (
  <section id="again" aria-labelledby="again-title">
    <h2 id="again-title">The same as a study</h2>
    <p class="note">
      Saved as <code>playground.yaml</code>, <code>npx signbench run playground.yaml</code> computes the same
      numbers to the bit as the WASM kernels in this page; gpu.js rounds otherwise.
    </p>
    <pre class="file">
      <code id="pg-file">{studyFile(settings)}</code>
    </pre>
  </section>
);

/** What the page of one data set shows before a script runs. */
export interface ReplayPage {
  readonly links: Links;
  readonly request: ReplayRequest;
  readonly profile: 'quick' | 'full';
  /** What the server found when it computed the data set again; null where it did not. */
  readonly found: { readonly verdict: string; readonly html: string } | null;
  /** Why a browser cannot compute it; null where it can. */
  readonly refusal: string | null;
}

/** One data set of a study, computed again where the visitor is. */
export const replayPage = ({ links, request, profile, found, refusal }: ReplayPage): string => {
  const { study, cell, replicate } = request;
  return renderPage({
    links,
    title: `Data set ${replicate} of ${cell.key} \u00b7 signbench`,
    current: 'playground',
    ...LOADED,
    children: (
      <>
        <section class="lede study">
          <p class="crumb">
            <a href={links.home()}>Studies</a> / <a href={links.study(study)}>{study}</a> /{' '}
            <a href={links.cell(study, cell.key) ?? links.study(study)}>{cell.key}</a> / data set {replicate}
          </p>
          <h1>Data set {grouped(replicate)}, computed again</h1>
          <p class="answer">
            A data set is a pure function of its address: seed, population, n and number. The kernels that
            computed the study draw it again here, fit every estimator, and compare every digit.
          </p>
        </section>
        <Replayed request={refusal === null ? request : null} links={links} found={found} refusal={refusal} />
        <Section title="The same at a command line" id="command">
          <p class="cmd">
            <code>npx {replayCommandLine({ name: study, profile }, cell.key, replicate)} --json</code>
          </p>
        </Section>
      </>
    ),
  });
};

/** Where a data set is computed again; of an exported page the script takes the request from the address. */
const Replayed: FC<{
  readonly request: ReplayRequest | null;
  readonly links: Links;
  readonly found: ReplayPage['found'];
  readonly refusal: string | null;
}> = ({ request, links, found, refusal }) => (
  <section
    id="replay"
    aria-label="The data set"
    data-worker={links.asset(PLAYGROUND_FILES.worker)}
    {...(request === null ? { hidden: refusal === null } : { 'data-request': JSON.stringify(request) })}
  >
    <p class="verdict-line" id="pg-replay-status" role="status">
      {refusal ?? found?.verdict ?? 'With scripts, your browser computes it now.'}
    </p>
    <div id="pg-replayed">
      <Trusted html={found?.html ?? ''} />
    </div>
  </section>
);
