// The open loop as a process of its own: `main.ts PLAN RESULT`, two files of JSON (plan.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { runOpenLoop } from './open-loop.ts';
import type { OpenLoopPlan } from './plan.ts';

const [planFile = '', resultFile = ''] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as OpenLoopPlan;
writeFileSync(resultFile, JSON.stringify(await runOpenLoop(plan)));
