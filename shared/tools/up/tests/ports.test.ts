import { choosePort, freePort } from '../ports.ts';

describe('free ports', () => {
  it('are given to one only, although nobody has opened them yet', async () => {
    const given = await Promise.all(Array.from({ length: 300 }, () => freePort()));
    expect(new Set(given).size).toBe(given.length);
  });

  it('are what one gets who wants none in particular', async () => {
    expect(await choosePort(0, 'a test', 'ANY_PORT')).toBeGreaterThan(1_024);
  });
});
