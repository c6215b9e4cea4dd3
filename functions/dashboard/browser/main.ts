/** What pages gain where scripts run: sorting and searching without a round trip, copying, PNG files, a run that moves. */
import { offerCopies } from './copies.ts';
import { followRun } from './live.ts';
import { offerPictures } from './pictures.ts';
import { filterStudies } from './search.ts';
import { sortTables } from './sorting.ts';

document.documentElement.classList.add('scripted');
filterStudies();
sortTables();
offerCopies();
offerPictures();
followRun();
