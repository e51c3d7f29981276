// Where the project's files are. Everything runs from inside the checkout (npm sets the working
// directory), so the root is the nearest package.json above it that bears the project's name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PROJECT_NAME = 'staysync';

let root: string | undefined;

/** Absolute path of the checkout. Throws when started outside of one. */
export function projectRoot(): string {
  root ??= findRoot(process.cwd());
  return root;
}

/** Absolute path of a file in the checkout: `projectPath('supergraph.yaml')`. */
export function projectPath(...segments: string[]): string {
  return join(projectRoot(), ...segments);
}

function findRoot(start: string): string {
  let folder = start;
  for (;;) {
    if (isProjectRoot(folder)) return folder;
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(
        `${start} is not inside a ${PROJECT_NAME} checkout; run the npm script there`,
      );
    }
    folder = parent;
  }
}

function isProjectRoot(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    'name' in parsed &&
    parsed.name === PROJECT_NAME
  );
}
