// What must hold after every reliability case, whatever was broken in it.
import { existsSync, readFileSync } from 'node:fs';
import { runTool } from '../e2e/run-tool.ts';
import { verify } from '../e2e/verify-command.ts';
import type { World } from '../e2e/world.ts';

/** The history is possible, the database agrees with it and with itself, and no log tells of a crash. */
export async function expectLaws(
  world: World,
  history: string,
  logFiles: readonly string[],
): Promise<void> {
  const { system } = world;
  const checked = await runTool('subgraphs/allotment/tools/check-history/main.ts', [history], {
    DATABASE_URL_VERIFY: system.database.urls.verify,
  });
  expect(checked).toEqual({
    exitCode: 0,
    output: expect.stringContaining('clean: the history holds, and the database agrees') as string,
  });
  expect(await verify(system)).toEqual({
    exitCode: 0,
    output: expect.stringContaining('0 nights oversold') as string,
  });
  expect(logFiles.flatMap(crashesIn)).toEqual([]);
}

/** A promise that nobody handled, or what Node prints before it goes. */
function crashesIn(logFile: string): string[] {
  if (!existsSync(logFile)) return [];
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines.filter((line) => /unhandled|uncaught|^Node\.js v/i.test(line));
}
