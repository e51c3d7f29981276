// The whole system comes up for a test as it does for a developer, and goes down when asked.
import { startTestSystem } from '../services/test-system.ts';

test('all seven processes serve, hear a request to stop, and a token of the test is believed', async () => {
  const system = await startTestSystem();
  const answer = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token({ role: 'OPERATOR' })}`,
    },
    body: JSON.stringify({ query: '{ me { role } }' }),
  });
  expect(await answer.json()).toEqual({ data: { me: { role: 'OPERATOR' } } });
  await system.stop();
});
