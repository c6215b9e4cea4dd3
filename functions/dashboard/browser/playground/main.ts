/** The playground and single data sets, computed in a worker of this browser. */
import { startPlayground } from './play.ts';
import { startReplay } from './replay.ts';

startReplay();
startPlayground();
