import fastify from 'fastify';
import { createSecurityHeaders } from '../plugins/security-headers.ts';

test.each([
  [true, 'max-age=31536000; includeSubDomains'],
  [false, undefined],
])(
  'that it is only to be asked by TLS is said in production alone: %s',
  async (production, told) => {
    const http = fastify();
    http.addHook('onRequest', createSecurityHeaders({ production }));
    http.get('/', () => 'well');
    const { headers } = await http.inject('/');
    expect(headers['strict-transport-security']).toBe(told);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await http.close();
  },
);
