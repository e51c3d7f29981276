// Secrets that a start makes once and keeps: passwords, keys, ids. Each is a file that only its owner
// can read.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
const PASSWORD_BYTES = 24;
const ID_BYTES = 6;

/** Random text that fits into a URL, a file name and a password alike. */
export function newPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}

/** Short random id: lower-case hexadecimal, fit for database names and key prefixes. */
export function newId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** The content of `file`, made by `create` the first time. */
export function keptSecret(file: string, create: () => string): string {
  if (!existsSync(file)) writeSecret(file, create());
  return readFileSync(file, 'utf8').trim();
}

/** Writes a file that only its owner can read, in a folder that is made if need be. */
export function writeSecret(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${content}\n`, { mode: OWNER_ONLY });
}
