import { availableParallelism } from 'node:os';
import type { BackendId } from '../../kernels/backend.ts';
import { CODE_VERSION } from '../../results/provenance.ts';
import type { Store } from '../../results/store/store.ts';
import { StoreError } from '../../results/store/store-error.ts';
import { GOLDEN_DIGEST, goldenDigest } from '../compute/golden-digest.ts';
import { EXIT } from './exit-codes.ts';
import { endpointOption, openStore, type StoreFlags, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Finding {
  readonly check: string;
  readonly passed: boolean;
  readonly detail: string;
}

const OLDEST_NODE = [20, 19] as const;

const EXAMPLES = `
Exit code 1 when a check fails.

Example:
  $ signbench doctor --store results
`;

/** signbench doctor: whether this machine gives the numbers it should, and can keep them. */
export const doctorCommand: AddCommand = (program, host, finish) => {
  program
    .command('doctor')
    .description('check that this machine computes the right bytes and can store them')
    .addOption(storeOption())
    .addOption(endpointOption())
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: StoreFlags & { readonly json?: boolean }) => {
      const store = await openStore(flags, host);
      const findings = [
        checkNode(process.versions.node),
        checkBackend('js'),
        checkBackend('wasm-f64'),
        await checkStore(store),
        { check: 'cores', passed: true, detail: `${availableParallelism()} worker threads by default` },
      ];
      const passed = findings.every((finding) => finding.passed);
      if (flags.json) {
        await host.print(`${JSON.stringify({ version: CODE_VERSION, passed, findings })}\n`);
      } else {
        for (const finding of findings) {
          await host.print(`${finding.passed ? 'pass' : 'FAIL'}  ${finding.check}: ${finding.detail}\n`);
        }
      }
      finish(passed ? EXIT.done : EXIT.failed);
    });
};

function checkNode(version: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  const passed = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return { check: 'Node', passed, detail: `${version}, at least ${OLDEST_NODE.join('.')} is needed` };
}

function checkBackend(backend: BackendId): Finding {
  const check = `backend ${backend}`;
  try {
    const digest = goldenDigest(backend);
    const passed = digest === GOLDEN_DIGEST;
    const detail = passed
      ? `computes the golden digest ${digest.slice(0, 12)}`
      : `computes the digest ${digest.slice(0, 12)}, not ${GOLDEN_DIGEST.slice(0, 12)}: its numbers cannot be trusted here`;
    return { check, passed, detail };
  } catch (error) {
    return { check, passed: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkStore(store: Store): Promise<Finding> {
  const key = `doctor-${process.pid}`;
  const encoder = new TextEncoder();
  try {
    await store.replace(key, encoder.encode('written by signbench doctor\n'));
    const keeps = await keepsFirst(store, key, encoder.encode('written again by signbench doctor\n'));
    await store.remove(key);
    const detail = keeps
      ? `${store.location} can be written, and keeps what is there`
      : `${store.location} lets one writer overwrite what another stored, on condition that nothing is there (If-None-Match); use another server`;
    return { check: 'store', passed: keeps, detail };
  } catch (error) {
    return { check: 'store', passed: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** A server that does not know conditional writes ignores the condition in silence. */
async function keepsFirst(store: Store, key: string, other: Uint8Array): Promise<boolean> {
  try {
    await store.putIfAbsent(key, other);
    return false;
  } catch (error) {
    if (error instanceof StoreError && error.problem === 'conflict') return true;
    throw error;
  }
}
