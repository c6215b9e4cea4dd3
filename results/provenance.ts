import { arch, platform } from 'node:os';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import type { Provenance } from './summary.ts';

/** The version of this program. */
export const CODE_VERSION: string = packageJson.version;

export type ProvenanceFacts = Omit<
  Provenance,
  'codeVersion' | 'node' | 'architecture' | 'startedAt' | 'finishedAt' | 'wallSeconds' | 'cpuSeconds' | 'cost'
>;

/** Measures what a run costs from now on; `finish` says what made its result. CPU time is that of all threads. */
export function startProvenance(): { readonly finish: (facts: ProvenanceFacts) => Provenance } {
  const startedAt = new Date();
  const start = performance.now();
  const cpu = process.cpuUsage();
  return {
    finish: (facts) => {
      const { user, system } = process.cpuUsage(cpu);
      return {
        study: facts.study,
        studyHash: facts.studyHash,
        codeVersion: CODE_VERSION,
        backend: facts.backend,
        gpu: facts.gpu,
        node: process.version,
        architecture: `${platform()}-${arch()}`,
        workers: facts.workers,
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        wallSeconds: (performance.now() - start) / 1000,
        cpuSeconds: (user + system) / 1e6,
        cost: null,
        replicatesComputed: facts.replicatesComputed,
        rowsComputed: facts.rowsComputed,
        blocksReused: facts.blocksReused,
        command: facts.command,
      };
    },
  };
}

const ProvenanceSchema: z.ZodType<Provenance> = z.object({
  study: z.string(),
  studyHash: z.string(),
  codeVersion: z.string(),
  backend: z.string(),
  gpu: z
    .object({ mode: z.string(), renderer: z.string().nullable(), software: z.boolean() })
    .nullable()
    .default(null),
  node: z.string(),
  architecture: z.string(),
  workers: z.number(),
  startedAt: z.string(),
  finishedAt: z.string(),
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  cost: z.object({ gbSeconds: z.number(), usd: z.number() }).nullable().default(null),
  replicatesComputed: z.number(),
  rowsComputed: z.number(),
  blocksReused: z.number(),
  command: z.string(),
});

/** The provenance in a file's bytes; null where they are none, which loses nothing but the history of a run. */
export function parseProvenance(bytes: Uint8Array): Provenance | null {
  try {
    return ProvenanceSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
