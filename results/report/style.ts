/** Per cent of ink in the paper behind a value of a grid, as classes: a page may allow no inline style. */
const SHADES = Array.from(
  { length: 16 },
  (_, i) => `.grid .s${i + 1} { background: color-mix(in srgb, var(--ink) ${i + 1}%, var(--paper)); }`,
).join(' ');

/** The page's style: tokens first; then page, figures, tables, the box of provenance, print. No web fonts, no scripts. */
export const STYLE = `
:root {
  --paper: #fbfaf6; --ink: #1c1b19; --ink-2: #5c5952; --rule: #dcd8ce; --wash: #0c4a8014; --sign: #0c4a80; --rlhf: #b8521a;
  --text: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Georgia, serif;
  --data: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --s0: .8125rem; --s1: 1rem; --s2: 1.1875rem; --s3: 1.5rem; --s4: clamp(1.5rem, 1.05rem + 1.9vw, 2.375rem);
  --section: clamp(2.75rem, 2rem + 3vw, 4.5rem); --measure: 36rem;
}
@media (prefers-color-scheme: dark) { :root { --paper: #161513; --ink: #eceae4; --ink-2: #b4b0a6; --rule: #3b3934; --wash: #8fc6ff1f; --sign: #8fc6ff; --rlhf: #de8a4a; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 72rem; padding: 0 clamp(1rem, 4vw, 3rem) 3rem; font: var(--s1)/1.5 var(--text); }
:focus-visible { outline: 2px solid var(--sign); outline-offset: 3px; }
h1, h2, h3, p, ol, dl, figure, table { margin: 0; }
h1 { font-size: var(--s4); line-height: 1.22; font-weight: 400; letter-spacing: -.01em; text-wrap: balance; max-width: 27em; }
h1 b { font-weight: 600; } h1 b, .answer b { white-space: nowrap; }
h2 { font-size: var(--s3); line-height: 1.25; font-weight: 400; margin-bottom: .75rem; }
sup { line-height: 0; font-size: .72em; }
code, pre { font: .875rem/1.5 var(--mono); overflow-wrap: anywhere; }
.sign { color: var(--sign); } .rlhf { color: var(--rlhf); }
.note, figcaption, .crumb, footer, table, dl, summary { font-family: var(--data); font-size: var(--s0); font-variant-numeric: tabular-nums lining-nums; }
.note, figcaption, .crumb, footer { color: var(--ink-2); line-height: 1.5; } figcaption b, .note b { color: var(--ink); font-weight: 600; }
.note { max-width: 46rem; } .note + .note, table + .note, .scroll + .note { margin-top: .6rem; }
section { margin-top: var(--section); }
.top { padding: 1rem 0; border-bottom: 1px solid var(--rule); font: 600 var(--s0) var(--data); }
.lede { margin-top: clamp(2rem, 1.2rem + 3.5vw, 4rem); } .crumb { margin-bottom: .75rem; }
.question { font-size: var(--s2); font-style: italic; margin-top: .75rem; max-width: var(--measure); }
.answer { font-size: var(--s2); margin-top: .5rem; max-width: 40rem; }
.gap { border-left: 3px solid var(--ink); padding: .25rem 0 .25rem 1rem; max-width: 46rem; }
figure svg { display: block; width: 100%; height: auto; font-family: var(--data); font-variant-numeric: tabular-nums lining-nums; overflow: visible; }
.hero { margin-top: 1.75rem; } .hero figcaption { margin-top: .75rem; max-width: 46rem; } figcaption p + p { margin-top: .5rem; }
.wide { display: none; } .narrow { max-width: 30rem; }
@media (min-width: 44rem) { .wide { display: block; max-width: 47.5rem; } .narrow { display: none; } }
@media (min-width: 66rem) { .hero { display: grid; grid-template-columns: minmax(0, 47.5rem) minmax(13rem, 1fr); gap: 2.5rem; } .hero figcaption { margin-top: 1.5rem; } }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17.5rem, 100%), 1fr)); gap: 2rem 2.25rem; margin-top: 1.25rem; }
.multiples figure { max-width: 24rem; } .multiples figcaption { margin-top: .4rem; }
.facets { margin-top: 1.75rem; } .facets > figcaption { max-width: 46rem; } .facets .multiples figure { display: flex; flex-direction: column; justify-content: flex-end; } .facets .multiples figcaption { margin: 0 0 .4rem; color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
.facets .multiples { grid-template-columns: repeat(auto-fill, minmax(min(17.5rem, 100%), 1fr)); }
.scroll { overflow-x: auto; margin-top: 1rem; background: linear-gradient(to left, var(--paper) 40%, transparent) right / 3rem 100% no-repeat local, linear-gradient(to left, var(--rule), transparent) right / 1rem 100% no-repeat scroll; }
table { border-collapse: separate; border-spacing: 0; line-height: 1.4; width: 100%; max-width: 56rem; font-size: .875rem; }
th, td { text-align: right; padding: .36rem 0 .36rem 1.5rem; white-space: nowrap; font-weight: 400; }
@media (max-width: 72rem) { th, td { padding-left: 1.1rem; } .rates th, .rates td { padding-left: .8rem; } }
th:first-child, td:first-child, .rates th:first-child { padding-left: 0; position: sticky; left: 0; background: var(--paper); } th.l, td.l { text-align: left; }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom; } thead th:first-child { z-index: 1; }
th.v { vertical-align: top; } th.n:first-child, .rates th.n:first-child { position: static; padding-left: 1.5rem; } @media (max-width: 72rem) { th.n:first-child { padding-left: 1.1rem; } .rates th.n:first-child { padding-left: .8rem; } } tr.g > * { border-top: 1px solid var(--rule); } tbody tr:first-child > * { border-top: 0; }
.note.after { margin-top: 1.25rem; } .levels { margin-top: 1.75rem; } .levels + .note { margin-top: .6rem; } .grid { width: auto; } .grid caption { text-align: left; padding-bottom: .4rem; color: var(--ink-2); font-size: var(--s0); } .grid td { padding: .36rem .6rem; } ${SHADES} .grid thead th { padding-right: .6rem; } .grid th:first-child { padding-right: .9rem; }
.claims { margin: 1rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--rule); } .claims li { display: grid; gap: .35rem 1.75rem; padding: 1rem 0; border-bottom: 1px solid var(--rule); }
.verdict, .ends, .words p { font: var(--s0)/1.5 var(--data); font-variant-numeric: tabular-nums lining-nums; } .verdict svg { vertical-align: -2px; margin-right: .45rem; } .words h3 { font-size: var(--s2); line-height: 1.3; font-weight: 400; margin: 0; } .words p { color: var(--ink-2); max-width: 32rem; margin-top: .15rem; } .words em { font-style: normal; color: var(--ink); }
.line svg { display: block; width: 100%; max-width: 18.75rem; height: auto; font-family: var(--data); font-variant-numeric: tabular-nums; overflow: visible; } .ends { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; } .claims li { position: relative; }
@media (min-width: 44rem) { .claims li { grid-template-columns: 6.5rem minmax(0, 1fr) 18.75rem; align-items: start; } .verdict { padding-top: .3rem; } }
.multiples.laws { grid-template-columns: repeat(auto-fill, minmax(min(21.25rem, 100%), 1fr)); } .laws figure { max-width: 21.25rem; }
th.th, td.th { font-style: italic; color: var(--ink-2); padding-left: .9rem; } span.th { font-style: italic; }
tfoot th, tfoot td { border-top: 1px solid var(--rule); color: var(--ink-2); } .mcse { color: var(--ink-2); } td b { font-weight: 600; }
@media (max-width: 44rem) { th, td, th.n:first-child { padding-left: .9rem; } th:first-child:not(.n), td:first-child { padding-left: 0; } }
details { margin-top: 1rem; } summary { cursor: pointer; }
.facts { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .6rem 1.25rem; max-width: 46rem; line-height: 1.5; }
dt { color: var(--ink-2); } dd { margin: 0; font-size: .9375rem; } dd p + p { margin-top: .25rem; }
.prov { border: 1px solid var(--rule); padding: 1.25rem clamp(1rem, 2vw, 1.75rem); } .prov pre { margin: 0 0 .25rem; white-space: pre-wrap; }
.prov code::before { content: "$ "; color: var(--ink-2); user-select: none; }
.prov dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem 1.25rem; margin: 1.25rem 0; } .prov dd { overflow-wrap: anywhere; } .prov dd code::before { content: none; }
footer { margin-top: var(--section); border-top: 1px solid var(--rule); padding-top: 1rem; } footer p { max-width: 46rem; }
@media (max-width: 30rem) { .facts { grid-template-columns: minmax(0, 1fr); gap: .1rem; } .facts dd { margin-bottom: .6rem; } }
@media print {
  :root { --paper: #fff; --ink: #000; --ink-2: #444; --rule: #ccc; --wash: #0c4a8014; --sign: #0c4a80; --rlhf: #b8521a; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } .top, details { display: none; } .wide { display: block; max-width: 100%; } .narrow { display: none; }
  figure, tr, .prov, .claims li, dl > div { break-inside: avoid; } .claims li { grid-template-columns: 6.5rem 1fr 13rem; } h2 { break-after: avoid; } .hero { display: block; } section { margin-top: 1.5rem; }
  .multiples, .facets .multiples { grid-template-columns: repeat(3, 1fr); gap: 1rem; } .facets { break-inside: auto; } .scroll { overflow: visible; background: none; } th, td { padding-left: .7rem; font-size: 9pt; }
}
`.trim();
