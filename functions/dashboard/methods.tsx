import { MEASURE_FORMULAS } from '../../results/methods/measure-formulas.ts';
import { SHARED_METHODS, SHARED_SOURCES } from '../../results/methods/shared-methods.ts';
import type { Links } from './links.ts';
import { renderPage, Section } from './page.tsx';

/** The page of methods: what is drawn, what an error is, and the formula of every measure and of its Monte Carlo standard error. */
export const methodsPage = (links: Links): string =>
  renderPage({
    links,
    title: 'Methods \u00b7 signbench',
    description: 'What is simulated, how it is measured, and with which formulas.',
    current: null,
    children: (
      <>
        <section class="lede study">
          <h1>Methods</h1>
          <p class="answer">
            What is simulated, how it is measured, and with which formulas. What a study draws, fits and
            claims is on its own page.
          </p>
        </section>
        {SHARED_METHODS.map(({ title, paragraphs, hasFormulas = false }) => (
          <Section title={title} id={title.toLowerCase().replaceAll(/\W+/g, '-')}>
            {paragraphs.map((text) => (
              <p class="prose">{text}</p>
            ))}
            {hasFormulas ? <Formulas /> : null}
          </Section>
        ))}
        <section>
          <p class="note">{SHARED_SOURCES}</p>
        </section>
      </>
    ),
  });

const Formulas = () => (
  <section class="scroll" tabindex={0} aria-label="Formulas, scrolls sideways">
    <table class="formulas">
      <thead>
        <tr>
          {['Measure', 'Of', 'Value', 'Monte Carlo standard error'].map((head) => (
            <th scope="col" class="l">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(MEASURE_FORMULAS).map(([name, { what, value, mcse }]) => (
          <tr>
            <th scope="row" class="l">
              <code>{name}</code>
            </th>
            <td class="l">{what.replaceAll('`', '')}</td>
            <td class="l">{value}</td>
            <td class="l">{mcse}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
