// Starts radosgw, says where, and stays until it is killed.
import { setInterval } from 'node:timers';
import { startRadosgw } from './radosgw.ts';

const { endpoint } = await startRadosgw();
process.stdout.write(`${endpoint}\n`);
setInterval(() => {}, 60_000);
