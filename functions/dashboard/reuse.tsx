import type { FC } from 'hono/jsx';
import { grouped } from '../../results/charts/numbers.ts';
import { shownMeasures } from '../../results/charts/shown-measures.ts';
import { CODE_VERSION } from '../../results/provenance.ts';
import { dataSets } from '../../results/report/value-format.ts';
import { latexText } from '../../results/report/values-formats.ts';
import { listed } from '../../results/report/words.ts';
import type { Provenance, Summary } from '../../results/summary.ts';
import { chartAxis } from './chart-axis.ts';
import type { Links, StudyDownload } from './links.ts';
import type { StudyView } from './study-view.ts';

const FILES: readonly (readonly [StudyDownload, string])[] = [
  ['study.yaml', 'the study'],
  ['summary.json', 'every number of this page'],
  ['cells.csv', 'one row per cell and estimator'],
  ['replicates.csv', 'one row per fit'],
  ['replicates.parquet', 'the same, with typed columns'],
  ['chart.svg', 'the main chart, light and dark'],
];

interface ReuseOf {
  readonly summary: Summary;
  readonly provenance: Provenance | null;
  readonly links: Links;
  readonly view: StudyView;
}

/** What a reader takes away: files, a reference, a caption. */
export const Reuse: FC<ReuseOf> = ({ summary, provenance, links, view }) => {
  const { name, title } = summary.study;
  return (
    <div class="two">
      <div>
        <h3>Download</h3>
        <ul class="files">
          {FILES.flatMap(([file, what]) => {
            const address = links.file(name, file, view);
            return address === null
              ? []
              : [
                  <li>
                    <a href={address} download={`${name}-${file}`}>
                      {file}
                    </a>
                    {what}
                  </li>,
                ];
          })}
        </ul>
      </div>
      <div>
        <h3>Caption</h3>
        <p class="caption" id="caption">
          {captionText(summary, view)}
        </p>
        <CopyButton of="caption" />
      </div>
      <div>
        <h3>Cite</h3>
        <p>
          signbench {CODE_VERSION}, study “{title}”, <code>{summary.studyHash.slice(0, 12)}</code>.
        </p>
        <details>
          <summary>BibTeX</summary>
          <pre id="bibtex">{bibtex(summary, provenance)}</pre>
        </details>
        <CopyButton of="bibtex" />
      </div>
    </div>
  );
};

const CopyButton: FC<{ readonly of: string }> = ({ of }) => (
  <p class="tools">
    <button type="button" data-needs-script data-copy={`#${of}`}>
      Copy
    </button>
  </p>
);

/** The caption of the main chart as it is shown, for a paper. */
function captionText(summary: Summary, view: StudyView): string {
  const { study, studyHash, cells } = summary;
  const shown =
    shownMeasures({ cells }).find(({ measure }) => measure === view.measure) ?? shownMeasures({ cells })[0];
  const counts = cells.map(dataSets);
  const [least, most] = [
    counts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    counts.reduce((a, b) => Math.max(a, b), 0),
  ];
  const behind = least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`;
  return (
    `${shown.phrase} ${acrossText(summary, view)}. Dots: measured over ${behind} simulated data sets, bars \u00b12 Monte Carlo standard errors. ` +
    `Lines: what theory predicts. Study \u201c${study.title}\u201d (${studyHash.slice(0, 12)}), seed ${study.seed}, signbench ${CODE_VERSION}.`
  );
}

/** What the main chart has on its horizontal axis. */
function acrossText(summary: Summary, view: StudyView): string {
  const axis = chartAxis(summary, view);
  if (axis === 'n') return 'against the number of comparisons n';
  const sizes = `at n = ${listed(summary.study.sampleSizes.map(grouped))}`;
  return axis === null ? `of each combination ${sizes}` : `against ${axis} ${sizes}`;
}

/** A reference to the study and what made it. */
function bibtex({ study, studyHash }: Summary, provenance: Provenance | null): string {
  const year = provenance?.finishedAt.slice(0, 4);
  const version = provenance?.codeVersion ?? CODE_VERSION;
  return [
    `@misc{signbench-${study.name},`,
    `  title  = {{${braced(study.title)}}},`,
    '  author = {{signbench}},',
    ...(year === undefined ? [] : [`  year   = {${year}},`]),
    `  note   = {signbench ${version}, study ${studyHash.slice(0, 12)}, seed ${study.seed}}`,
    '}',
  ].join('\n');
}

/** BibTeX counts braces, escaped or not: a title may have none of its own. */
const braced = (text: string): string => latexText(text.replace(/[{}]/g, ''));
