import type { Store } from '../../results/store/store.ts';
import type { Clients } from '../aws/clients.ts';
import type { DeployedStack } from '../aws/stack.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { openStore, STORING_MS } from './options.ts';

export interface CloudFlags {
  readonly stack: string;
  /** `--store`, where it was given. */
  readonly givenStore: string | undefined;
  readonly endpoint?: string;
}

/** A stack that is there, with what talks to it. */
export interface Cloud {
  readonly clients: Clients;
  readonly stack: DeployedStack;
  readonly store: Store;
}

/**
 * Does something with a stack, and ends its connections afterwards.
 *
 * @throws InputError where --store names another place than the one that the stack works in.
 */
export async function withCloud<T>(
  host: Host,
  { stack: name, givenStore, endpoint }: CloudFlags,
  action: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  // The SDK takes longer to load than most commands take.
  const { openClients } = await import('../aws/clients.ts');
  const { findStack } = await import('../aws/stack.ts');
  const clients = await openClients();
  try {
    const stack = await findStack(clients, name);
    if (givenStore !== undefined && givenStore.replace(/\/+$/, '') !== stack.store) {
      throw new InputError(
        `--store is ${givenStore}, and the functions of the stack ${name} keep their results in ${stack.store}; leave --store out.`,
      );
    }
    const flags = endpoint === undefined ? { store: stack.store } : { store: stack.store, endpoint };
    return await action({ clients, stack, store: await openStore(flags, host, STORING_MS) });
  } finally {
    clients.close();
  }
}

/** Flags that name a stack in a command for later; empty for the default. */
export const stackWords = (name: string): string => (name === 'signbench' ? '' : ` --stack ${name}`);
