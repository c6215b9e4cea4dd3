#!/usr/bin/env node
import { processHost } from './host.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), processHost());
