import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absent, freePorts, startDaemon, untilAnswers } from './daemon.ts';
import { type S3Server, s3Server } from './s3-server.ts';

/** Why there is no moto_server here, in a sentence; null where there is one. */
export const motoMissing: string | null =
  absent(['moto_server']).length === 0 ? null : 'moto_server not found; pip install "moto[server]"';

/** Whether moto can interpret state machines too, which takes packages of its own. */
const INTERPRETER = 'import antlr4, jsonpath_ng, moto.stepfunctions.parser.models';

/** Why moto's state machines are not here, in a sentence; null where they are. */
export const motoMachinesMissing: string | null =
  motoMissing ??
  (spawnSync('python3', ['-c', INTERPRETER]).status === 0
    ? null
    : 'state machines of moto_server not found; pip install "moto[server,stepfunctions]"');

/**
 * Starts moto's imitation of AWS on a port of the loopback interface, one endpoint for all services; 1 s.
 *
 * @param askedAt where what it imitates finds other services, for instance a state machine its functions; itself by default.
 */
export async function startMoto(askedAt?: number): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-moto-'));
  const [port] = await freePorts(1);
  const command = {
    command: 'moto_server',
    args: ['-H', '127.0.0.1', '-p', String(port)],
    folder,
    ...(askedAt === undefined ? {} : { environment: { MOTO_PORT: String(askedAt) } }),
  };
  const daemon = startDaemon(command);
  const stop = async (): Promise<void> => {
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await untilAnswers(endpoint, command);
    return s3Server({ endpoint, accessKey: 'testing', secretKey: 'testing', region: 'us-east-1' }, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}
