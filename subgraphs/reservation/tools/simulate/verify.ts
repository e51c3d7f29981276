// The checker of the ledger, asked as a person would: from the command line. It knows more laws than
// the model here, and shares code with what is tested, which the model does not.
import { execFile } from 'node:child_process';
import { projectPath, projectRoot } from '../../../../shared/config/paths.ts';
import { BrokenGuarantee } from './audit/broken.ts';
import type { House } from './house.ts';

/** Throws what it prints unless every law holds. */
export async function verify(house: House): Promise<void> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const env = { DATABASE_URL_VERIFY: house.database.urls.verify };
  const told = await new Promise<string | null>((resolve) => {
    execFile(process.execPath, [entry], { cwd: projectRoot(), env }, (error, out, err) => {
      resolve(error === null ? null : `${out}${err}`);
    });
  });
  if (told !== null) throw new BrokenGuarantee('`npm run verify` finds nothing', told);
}
