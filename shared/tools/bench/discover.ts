// Finds benches by path, so that shared code names no subgraph.
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { projectPath } from '../../config/paths.ts';
import type { BenchCase } from './bench.ts';

export interface FoundBench {
  readonly name: string;
  load(): Promise<readonly BenchCase[]>;
}

const SUFFIX = '.bench.ts';

/** Every bench of every subgraph, by name. */
export function findBenches(): FoundBench[] {
  const folders = readdirSync(projectPath('subgraphs')).map((name) =>
    projectPath('subgraphs', name, 'tools', 'bench'),
  );
  return folders
    .flatMap(benchFiles)
    .map(({ name, file }) => ({ name, load: () => loadCases(file) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function benchFiles(folder: string): { readonly name: string; readonly file: string }[] {
  return filesIn(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => ({ name: file.slice(0, -SUFFIX.length), file: `${folder}/${file}` }));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Most subgraphs have no benches.
    return [];
  }
}

async function loadCases(file: string): Promise<readonly BenchCase[]> {
  const module = (await import(pathToFileURL(file).href)) as { cases?: readonly BenchCase[] };
  if (module.cases === undefined) throw new Error(`${file} exports no cases`);
  return module.cases;
}
