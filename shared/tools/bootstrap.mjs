// Makes a fresh clone able to run: installs what package-lock.json names unless that is installed
// already, then runs the command that follows. `npm start` and `npm test` begin here. Plain JavaScript
// without dependencies, because it has to run on the machine's own Node before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const MODULES = join(ROOT, 'node_modules');
/** Inside node_modules, so that whoever removes that removes it too. */
const STAMP = join(MODULES, '.staysync-installed');
/** Beside it, since `npm ci` begins by removing node_modules. */
const LOCK = join(ROOT, '.staysync', 'install.lock');
const NODE_MIN = [22, 18];
const POLL_MS = 300;
/** An install takes a minute or two; a lock this old was left by something that no longer runs. */
const LOCK_AGE_MAX_MS = 30 * 60_000;

await main(process.argv.slice(2));

async function main(command) {
  if (command.length === 0) fail('usage: node shared/tools/bootstrap.mjs <command> [arguments]');
  if (!isInstalled()) await installUnderLock();
  checkNode();
  await run(command);
}

function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedStamp();
}

/** Changes with the lock file and with the kind of machine: a copied folder has the wrong binaries. */
function wantedStamp() {
  const lock = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  return `${lock.digest('hex')} ${process.platform}-${process.arch}`;
}

/** Two at once would take each other's files away: the second waits, and finds it done. */
async function installUnderLock() {
  let told = false;
  while (!takeLock()) {
    if (!told) console.error('Another npm start or npm test is installing; waiting for it …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const release = () => rmSync(LOCK, { force: true });
  process.once('exit', release);
  if (!isInstalled()) await install();
  process.removeListener('exit', release);
  release();
}

function takeLock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned()) rmSync(LOCK, { force: true });
  return false;
}

function isAbandoned() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // Between its creation and its first byte the file is empty, and its owner very much alive.
    if (pid > 0) process.kill(pid, 0);
    return Date.now() - statSync(LOCK).mtimeMs > LOCK_AGE_MAX_MS;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function install() {
  console.error('Installing dependencies with `npm ci` (about a minute, once) …');
  rmSync(STAMP, { force: true });
  const { code } = await runToEnd(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    [2, 2],
  );
  if (code !== 0) {
    fail(
      `\`npm ci\` failed (exit ${code}); its messages are above. Without a network, or with a package-lock.json that does not fit package.json, nothing can be installed. Mend that and start again.`,
    );
  }
  writeFileSync(STAMP, wantedStamp());
}

/** Newer Node comes along for Linux as a dependency; elsewhere the machine's own has to do. */
function checkNode() {
  const own = join(MODULES, '.bin', 'node');
  const answer = existsSync(own) ? spawnSync(own, ['--version'], { encoding: 'utf8' }) : undefined;
  const version = answer?.status === 0 ? answer.stdout.trim() : process.version;
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  fail(
    `StaySync needs Node ${NODE_MIN.join('.')} or newer, this is ${version} on ${process.platform}-${process.arch}, for which none comes along. Install Node 24 (https://nodejs.org) and start again.`,
  );
}

async function run([program, ...args]) {
  const { code, signal } = await runToEnd(program, args, [1, 2]);
  // Die of what it died of, so that whoever called us sees the same.
  if (signal) process.kill(process.pid, signal);
  process.exit(signal ? 128 + constants.signals[signal] : code);
}

/** Runs in the foreground; `stdout` and `stderr` are our descriptors for its output. */
function runToEnd(program, args, [stdout, stderr]) {
  return new Promise((resolve) => {
    const env = { ...process.env, STAYSYNC_BOOTSTRAP_PID: String(process.pid) };
    let child;
    const forward = (signal) => {
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    // Before there is a child: one that speaks at once may have us signalled before spawn returns.
    // Handlers run in a later turn, when it is there.
    for (const signal of signals) process.on(signal, forward);
    child = spawn(program, args, { cwd: ROOT, env, stdio: [0, stdout, stderr] });
    // npm that was killed cannot say so: notice that those above us have changed.
    const before = starters();
    const watch = setInterval(() => {
      if (starters() !== before) forward('SIGTERM');
    }, POLL_MS);
    child.once('error', (error) => fail(`${program} cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.removeListener(name, forward);
      resolve({ code: code ?? 1, signal });
    });
  });
}

/**
 * Our parent; and where that is the shell through which npm runs a script, npm too, since the shell
 * outlives a killed npm. Started by hand, nobody is watched: a terminal may be closed on purpose.
 */
function starters() {
  if (process.env.npm_lifecycle_event === undefined) return '';
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat);
    return /^(ba|da|a)?sh$/.test(name) ? `${parent} ${rest.split(' ')[1]}` : String(parent);
  } catch {
    return String(parent);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
