import type { Tables } from '../../kernels/populations/table.ts';
import type { WrittenResults } from '../../results/write-results.ts';
import type { Host } from './host.ts';

/** Prints the table of a summary and says where summary and report are. */
export async function printResults(
  host: Host,
  { summary, summaryPath, reportPath }: WrittenResults,
  tables: Tables,
): Promise<void> {
  // The table shares code with the charts, whose libraries would double the start-up time of every command.
  const { renderTable } = await import('../../results/report/text-table.ts');
  const { createPredict } = await import('../../results/predictions/predict.ts');
  await host.print(
    `${renderTable(summary, createPredict(tables)).trimEnd()}\n\nsummary  ${summaryPath}\nreport   ${reportPath}\n`,
  );
}
