// Times certificates of the 0-1 optimum: node bench/certify.mjs [WORK-TRIP.csv]
import { fromSources } from './from-sources.mjs';

const { timeCertificates } = await fromSources("export * from './bench/certify/certificates.ts';");
timeCertificates(process.argv[2], (line) => console.log(line));
