// The simulation of tools/simulate on some seeds: the real services and database under one seeded
// scheduler, held to the model after every step. `npm run simulate` runs as many as one likes.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { catchMutant } from '../tools/simulate/catch-mutant.ts';
import { openHouse } from '../tools/simulate/house.ts';
import type { House } from '../tools/simulate/house.ts';
import { MUTANTS } from '../tools/simulate/mutants.ts';
import type { Mutant } from '../tools/simulate/mutant.ts';
import { brokenReport } from '../tools/simulate/report.ts';
import { runSeed } from '../tools/simulate/run-seed.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const STEPS = 90;

let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 120_000);

afterAll(async () => {
  await house.close();
});

describe('a seed of the simulation', () => {
  test.each(SEEDS)('holds every guarantee after every step: seed %i', async (seed) => {
    const result = await runSeed(house, { seed, steps: STEPS, verify: seed === SEEDS.at(-1) });
    expect(brokenReport(result, STEPS)).toBe('');
    expect(result.steps).toBeGreaterThanOrEqual(STEPS);
  });

  test('is the same history when it runs again, byte for byte', async () => {
    const first = await runSeed(house, { seed: 21, steps: STEPS });
    const again = await runSeed(house, { seed: 21, steps: STEPS });
    expect(again.history.text()).toBe(first.history.text());
  });
});

describe('a defect put in on purpose', () => {
  // Each with a seed that soon comes across it; `npm run simulate -- --mutants` looks for all of them.
  test.each([
    [1, 'the head is not checked at the commit'],
    [2, 'a refusal of the supplier is taken for a yes'],
    [2, 'rooms are given back twice'],
  ])('is noticed from seed %i on: %s', async (seed, name) => {
    const caught = await catchMutant(house, mutantNamed(name), { seed, steps: 400 });
    expect(caught?.broken).toBeDefined();
  });

  test('leaves a history in a file and the command that runs the seed again', async () => {
    const mutant = mutantNamed('changes are not audited');
    const caught = await catchMutant(house, mutant, { seed: 5, steps: STEPS });
    if (!caught) throw new Error('it was not noticed');
    const report = brokenReport(caught, STEPS);
    expect(report).toContain(`npm run simulate -- --seed ${caught.seed} --steps ${STEPS}`);
    const path = /^history: (.+)$/m.exec(report)?.[1] ?? '';
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(caught.history.text());
    rmSync(path);
  });
});

function mutantNamed(name: string): Mutant {
  const mutant = MUTANTS.find((one) => one.name === name);
  if (!mutant) throw new Error(`there is no mutant "${name}"`);
  return mutant;
}
