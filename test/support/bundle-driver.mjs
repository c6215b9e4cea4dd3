// Calls a function's bundle as its runtime does: `node bundle-driver.mjs FOLDER EVENT [REMAINING_MS]`; prints its answer as one line.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, event, remaining = '900000'] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
const start = performance.now();
const context = {
  awsRequestId: 'test',
  getRemainingTimeInMillis: () => Number(remaining) - (performance.now() - start),
};
try {
  process.stdout.write(`\n${JSON.stringify({ answer: await handler(JSON.parse(event), context) })}\n`);
} catch (error) {
  process.stdout.write(`\n${JSON.stringify({ error: error.name, message: error.message })}\n`);
}
