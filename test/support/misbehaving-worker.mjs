/** A worker that does what the key of its first cell says: to test the pool that must survive it. */
export default function work({ tasks }) {
  switch (tasks[0]?.cell.key) {
    case 'exit':
      return process.exit(3);
    case 'throw':
      throw new Error('thrown on purpose');
    case 'out of memory': {
      const hoard = [];
      for (;;) hoard.push(Array.from({ length: 100_000 }, Math.random));
    }
    case 'endless':
      for (;;);
    default:
      return tasks.map(() => ({ records: [], durationMs: 1 }));
  }
}
