/** What the playground has beyond other pages. */
export const PLAYGROUND_STYLE = `
.play { display: grid; gap: 1.5rem 3rem; margin-top: 2rem; } @media (min-width: 56rem) { .play { grid-template-columns: minmax(0, 30rem) minmax(16rem, 26rem); } }
.stage { position: relative; max-width: 30rem; } .stage .handles { position: absolute; inset: 0; pointer-events: none; }
.plane, .handles { max-width: 30rem; font-size: 13px; font-family: var(--data); } @media (max-width: 34rem) { .plane { font-size: 16px; } }
.plane .axis { stroke: var(--rule); fill: none; } .plane .band { fill: var(--wash); fill-rule: evenodd; } .plane .score { fill: none; stroke: var(--sign); stroke-width: 1.25; }
.plane .ray { stroke-width: 2; fill: none; } .plane .ray.ink { stroke: var(--ink); stroke-width: 1; } .plane .ray.sign { stroke: var(--sign); } .plane .ray.rlhf { stroke: var(--rlhf); stroke-dasharray: 5 3; }
.plane text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } .plane text.sign { fill: var(--sign); font-weight: 600; } .plane text.rlhf { fill: var(--rlhf); font-weight: 600; }
.plane .type { fill: var(--paper); stroke: var(--ink); stroke-width: 1.75; }
.grip.absent { display: none; } .grip { fill: transparent; stroke: none; cursor: grab; touch-action: none; pointer-events: all; } .grip:active { cursor: grabbing; } .grip:hover { stroke: var(--rule); } .grip:focus { outline: none; } .grip:focus-visible { stroke: var(--sign); stroke-width: 2; }
.readout { margin: 0; } .readout div { display: flex; justify-content: space-between; border-bottom: 1px solid var(--rule); padding: .4rem 0; align-items: baseline; } .readout dt { color: inherit; font-size: .9375rem; } .readout dd { font-size: var(--s3); }
.panel form { margin: 1.25rem 0 1rem; } fieldset { border: 0; padding: 0; margin: 0 0 .9rem; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .25rem .75rem; min-width: 0; } legend { padding: 0 0 .15rem; font-weight: 600; color: var(--ink); } .panel label { color: var(--ink-2); } .panel input, .panel select { display: block; width: 100%; margin-top: .15rem; }
.panel fieldset.two { grid-template-columns: repeat(2, minmax(0, 1fr)); } .buttons { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; }
.status { min-height: 3em; margin-top: .9rem; max-width: 40rem; } .status.strong { color: var(--ink); } .work { display: block; width: 100%; max-width: 47.5rem; height: .5rem; margin-top: 1rem; accent-color: var(--ink); visibility: hidden; } .work.busy { visibility: visible; }
#pg-landscape .note { margin-top: .6rem; } .figures { margin-top: 1.5rem; } .replayed { max-width: 46rem; } .fit { margin-top: 1.75rem; } .fit .scroll { margin-top: .4rem; } #pg-replayed figure { margin-top: 2rem; } .replayed td { font-family: var(--mono); font-size: .8125rem; } .digest { overflow-wrap: anywhere; } .same { margin-top: 1.25rem; } .verdict-line { font-size: var(--s2); margin: 1rem 0 1.25rem; max-width: 40rem; } .file { white-space: pre-wrap; border: 1px solid var(--rule); padding: 1rem; max-width: 46rem; }
`;
