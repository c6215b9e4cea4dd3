import { parentPort, workerData } from 'node:worker_threads';
import { createDesk } from '../../../kernels/dense/dense-table.ts';
import { help } from '../../../kernels/dense/team.ts';
import { runFit, runPersonas } from './fit-job.ts';
import type { Order, Place, Reply } from './orders.ts';

const { table, thread, threads }: Place = workerData;

const answer = (reply: Reply): void => parentPort?.postMessage(reply);

/** Answers an order of the team: helps until it is sent away, leads a fit, or works alone for some personas. */
function obey(order: Order): void {
  switch (order.kind) {
    case 'help':
      help(createDesk(table, { thread, threads }));
      answer({ kind: 'helped' });
      return;
    case 'fit': {
      const desk = createDesk(table, { helped: threads > 1 });
      const fit = runFit(desk, order.job, (evaluations, objective) =>
        answer({ kind: 'evaluated', evaluations, objective }),
      );
      answer({ kind: 'fitted', fit });
      return;
    }
    case 'personas': {
      const desk = createDesk(table, { thread, threads });
      const found = runPersonas(desk, order.job, (personas) => answer({ kind: 'personas', personas }));
      answer({ kind: 'answered', found });
      return;
    }
    default:
      order satisfies never;
  }
}

parentPort?.on('message', obey);
