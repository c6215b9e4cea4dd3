import type { Host } from './host.ts';
import { InputError } from './input-error.ts';

/**
 * Whether a person says yes. With `yes` nobody is asked.
 *
 * @throws InputError where nobody can be asked.
 */
export async function confirm(host: Host, question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes) return true;
  const answer = (await host.ask?.(`${question} [y/N] `)) ?? null;
  if (answer === null) throw new InputError(`${question} Nobody can be asked here; --yes says yes.`);
  return /^y(es)?$/i.test(answer.trim());
}
