import { workerData } from 'piscina';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { createBatchComputer } from '../compute/batch-computer.ts';

/** The tables that the pool was made with. */
const tables: Tables = workerData instanceof Map ? workerData : NO_TABLES;

/** What a worker thread does with each message: computes a batch on the engine it keeps. */
export default createBatchComputer(tables);
