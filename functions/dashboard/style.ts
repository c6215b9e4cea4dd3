/** What pages of the dashboard have beyond those of a report: navigation, forms, the list of studies, progress. */
export const STYLE = `
a { color: inherit; text-decoration-color: var(--ink-2); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; z-index: 1; }
[hidden] { display: none !important; }
ul { padding: 0; margin: 0; list-style: none; }
h3 { font-size: var(--s2); line-height: 1.3; font-weight: 400; }
nav, label, legend, button, select, input, .meta, .tally, .switches, .tools, .facts, .pager, .badge { font-family: var(--data); font-size: var(--s0); font-variant-numeric: tabular-nums lining-nums; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1.5rem; }
.brand { text-decoration: none; font-weight: 600; } nav { display: flex; gap: 1.25rem; font-weight: 400; } nav a { text-decoration: none; color: var(--ink-2); padding: .35rem 0; }
nav a:hover, nav a[aria-current] { color: var(--ink); } nav a[aria-current] { border-bottom: 1.5px solid var(--ink); }
.study h1 { max-width: 24em; } .lede > .hero { margin-top: 1.75rem; }
.jump { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; margin-top: 1.25rem; } .jump a { color: var(--ink-2); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; }
section[id] { scroll-margin-top: 1rem; }

.search { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 1rem 0 1.25rem; } .search > label, .search > div { display: block; } .search label, legend { color: var(--ink-2); }
input, select, button { font: .9375rem var(--data); color: var(--ink); background: transparent; border: 1px solid var(--ink-2); border-radius: 2px; padding: .4rem .55rem; min-height: 2.375rem; max-width: 100%; }
select option { background: var(--paper); color: var(--ink); } .search input, .search select { display: block; margin-top: .2rem; } .search input[type=search] { width: 18rem; } button, .search button { cursor: pointer; padding-inline: 1rem; } button:hover { border-color: var(--ink); }
.studies { border-top: 1px solid var(--rule); margin: 1rem 0 0; padding: 0; list-style: none; }
.studies li { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .25rem 1.25rem; padding: 1rem 0; border-bottom: 1px solid var(--rule); }
.studies p { color: var(--ink-2); max-width: 36rem; margin-top: .15rem; } .studies p b { font-weight: 600; white-space: nowrap; } .studies h3 a { text-decoration: none; } .studies h3 a:hover { text-decoration: underline; }
.spark svg { width: 7rem; height: 3rem; display: block; margin-top: .15rem; } .meta { grid-column: 2; display: flex; flex-wrap: wrap; gap: .2rem 1rem; color: var(--ink-2); line-height: 1.5; }
.tally { color: var(--ink); display: inline-flex; flex-wrap: wrap; align-items: center; gap: .1rem .5rem; } .glyphs { display: inline-flex; flex-wrap: wrap; gap: 3px; } .glyphs svg { width: 14px; height: 14px; display: block; }
.badge { display: inline-flex; vertical-align: bottom; align-items: center; gap: .4rem; margin-right: .75rem; color: var(--ink); white-space: nowrap; } .badge svg { display: block; }
@media (min-width: 60rem) { .studies li { grid-template-columns: 7rem minmax(0, 1fr) 17.5rem; gap: 2rem; align-items: start; } .meta { grid-column: 3; flex-direction: column; padding-top: .3rem; } }
@media (max-width: 30rem) { .studies li { grid-template-columns: minmax(0, 1fr); } .spark { order: 2; } .meta { grid-column: 1; order: 3; } .search input[type=search], .search > label { width: 100%; } }

.switches { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1rem; margin: 0 0 1.5rem; line-height: 1.6; } .switches dt { color: var(--ink-2); } .switches dd { margin: 0; font-size: inherit; display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
.switches a { color: var(--ink-2); text-decoration: underline; text-decoration-thickness: 1px; padding: .1rem 0; } .switches a:hover { color: var(--ink); } .switches a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-bottom: 1.5px solid var(--ink); }
@media (max-width: 30rem) { .switches { grid-template-columns: minmax(0, 1fr); } .switches dt { margin-top: .4rem; } .switches a { padding: .2rem 0; } }
.tools { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; margin-top: .75rem; color: var(--ink-2); align-items: baseline; } .tools a { color: var(--ink); } .tools button { min-height: 0; padding: .2rem .7rem; font-size: var(--s0); }
thead th a { text-decoration: none; } thead th a:hover { text-decoration: underline; } th[aria-sort] a::after { content: " \\2191"; } th[aria-sort=descending] a::after { content: " \\2193"; }
.pager { display: flex; gap: 1rem; margin-top: .75rem; color: var(--ink-2); }
[data-needs-script] { display: none; } .scripted [data-needs-script] { display: inline-block; }
td.l code { overflow-wrap: normal; } code.one { overflow-wrap: anywhere; }
.note b.sign { color: var(--sign); } .note b.rlhf { color: var(--rlhf); } .worst caption { text-align: left; padding-bottom: .4rem; } .worst code { font-size: .8125rem; } .worst { max-width: none; }
.failures li { padding: .6rem 0; border-bottom: 1px solid var(--rule); max-width: 46rem; } .failures code { display: block; font-size: .8125rem; color: var(--ink-2); }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 2rem; margin-top: 2rem; } .files { margin: .5rem 0 0; font: .875rem/1.9 var(--data); color: var(--ink-2); } .files a { color: var(--ink); margin-right: .5rem; }
.two p { margin-top: .5rem; } .two pre, .wrapped { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; font-size: .8125rem; } .caption { font-size: .9375rem; max-width: 40rem; margin-top: .5rem; }
progress { appearance: none; border: 0; height: .5rem; width: 100%; background: var(--rule); color: var(--sign); } progress::-webkit-progress-bar { background: var(--rule); } progress::-webkit-progress-value { background: var(--sign); } progress::-moz-progress-bar { background: var(--sign); }
.progress { display: flex; align-items: center; gap: 1rem; max-width: 47.5rem; margin-top: 1.25rem; font-family: var(--data); font-variant-numeric: tabular-nums; } .progress b { white-space: nowrap; font-weight: 600; }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem 1.25rem; margin: 1.25rem 0; max-width: 60rem; } .numbers dd { font-size: var(--s2); }
td.bar progress { height: .25rem; width: clamp(3rem, 12vw, 9rem); margin-right: .75rem; vertical-align: middle; } .so-far { text-decoration: underline dotted; text-underline-offset: .25em; } tr.done progress::-webkit-progress-value { background: var(--ink-2); } tr.done progress::-moz-progress-bar { background: var(--ink-2); }
.state { border-left: 2px solid var(--ink); padding-left: 1rem; max-width: 46rem; margin-top: 1rem; } .state code { font-size: .8125rem; overflow-wrap: anywhere; }
.cmd { margin: .75rem 0; } .cmd code::before { content: "$ "; color: var(--ink-2); user-select: none; }
.toast { position: fixed; right: 1rem; bottom: 1rem; background: var(--ink); color: var(--paper); font: var(--s0) var(--data); padding: .5rem .8rem; }
.prose { max-width: 40rem; } .prose + .prose { margin-top: .6rem; } .formulas td { white-space: normal; min-width: 9rem; } .formulas td:nth-child(3) { min-width: 4rem; }
.alone { max-width: 47.5rem; }
.details { margin-top: .5rem; } section > .note + .hero, section > .note + .multiples { margin-top: 1.25rem; }
@media (max-width: 44rem) { .hide-narrow { display: none; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { nav, .skip, .two, .search, .switches, .tools, .pager, .jump { display: none; } .studies li { break-inside: avoid; } }
`.trim();
