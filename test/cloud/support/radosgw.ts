import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absent, type Daemon, freePorts, runCommand, startDaemon, untilAnswers } from './daemon.ts';
import { type S3Server, s3Server } from './s3-server.ts';

const PROGRAMS = [
  'ceph',
  'ceph-authtool',
  'ceph-mon',
  'ceph-osd',
  'monmaptool',
  'radosgw',
  'radosgw-admin',
] as const;

/**
 * Why there is no radosgw here, in a sentence; null where there is one. In CI it is never missing: tests then fail where
 * it is not installed.
 */
export const radosgwMissing: string | null = process.env.CI ? null : missing();

function missing(): string | null {
  const lacking = absent(PROGRAMS);
  if (lacking.length === 0) return null;
  return `${lacking.join(', ')} not found; on Debian: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common`;
}

const CREDENTIALS = { accessKey: 'signbench', secretKey: 'signbench-secret', region: 'us-east-1' };

/**
 * Starts Ceph's S3 server: a monitor, one storage daemon that keeps its objects in memory, and the gateway, in a
 * temporary folder and on ports of the loopback interface; 1.5 s. It needs no manager daemon.
 */
export async function startRadosgw(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-radosgw-'));
  const [monitor, gateway] = await freePorts(2);
  const fsid = randomUUID();
  const osd = randomUUID();
  const configuration = ['--conf', join(folder, 'ceph.conf')];
  const keyring = join(folder, 'keyring');
  const monitors = join(folder, 'monmap');
  for (const name of ['mon', 'osd', 'run']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'ceph.conf'), configurationText(folder, { fsid, monitor }));

  const key = (name: string, ...caps: readonly string[]): readonly string[] => [
    ...['--gen-key', '-n', name],
    ...caps.flatMap((part) => ['--cap', part, 'allow *']),
  ];
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    runCommand('ceph-authtool', ['--create-keyring', keyring, ...key('mon.', 'mon')]);
    runCommand('ceph-authtool', [keyring, ...key('client.admin', 'mon', 'osd', 'mgr')]);
    runCommand('ceph-authtool', [keyring, ...key('osd.0', 'mon', 'osd')]);
    runCommand('monmaptool', [
      '--create',
      '--addv',
      'a',
      `[v2:127.0.0.1:${monitor}]`,
      '--fsid',
      fsid,
      monitors,
    ]);
    runCommand('ceph-mon', [
      ...configuration,
      ...['-i', 'a', '--mkfs', '--monmap', monitors, '--keyring', keyring],
    ]);
    daemons.push(startDaemon({ command: 'ceph-mon', args: [...configuration, '-i', 'a', '-f'], folder }));
    runCommand('ceph-osd', [...configuration, '-i', '0', '--mkfs', '--osd-uuid', osd]);
    runCommand('ceph', [...configuration, '--connect-timeout', '30', 'osd', 'new', osd, '0']);
    daemons.push(startDaemon({ command: 'ceph-osd', args: [...configuration, '-i', '0', '-f'], folder }));
    const { accessKey, secretKey } = CREDENTIALS;
    runCommand('radosgw-admin', [
      ...[...configuration, 'user', 'create', '--uid', accessKey, '--display-name', accessKey],
      ...['--access-key', accessKey, '--secret-key', secretKey],
    ]);
    const frontend = `beast endpoint=127.0.0.1:${gateway}`;
    const radosgw = {
      command: 'radosgw',
      // As client.admin, whose key it has: one of its own would need capabilities of its own.
      args: [...configuration, '-n', 'client.admin', '-f', '--rgw-frontends', frontend],
      folder,
    };
    daemons.push(startDaemon(radosgw));
    const endpoint = `http://127.0.0.1:${gateway}`;
    await untilAnswers(endpoint, radosgw);
    return s3Server({ endpoint, ...CREDENTIALS }, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One copy of everything, few placement groups, and no background work: it lives for a minute. */
const configurationText = (
  folder: string,
  { fsid, monitor }: { readonly fsid: string; readonly monitor: number },
): string => `[global]
fsid = ${fsid}
mon host = v2:127.0.0.1:${monitor}/0
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = ${folder}/keyring
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file =
log to stderr = false
pid file =
mon data = ${folder}/mon
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
paxos propose interval = 0.05
paxos min wait = 0.01
rgw rados pool pg num min = 1
rgw run sync thread = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw enable quota threads = false
rgw dynamic resharding = false
`;
