// `GET /graphql` in a browser: a page to try operations on. It loads nothing from anywhere else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { projectPath } from '../../shared/config/paths.ts';
import { sendError } from '../plugins/send-error.ts';

/** Adds the page; other GET requests of the path learn that operations are POSTed. */
export function addExplorerRoute(http: FastifyInstance): void {
  const page = readFileSync(projectPath('gateway', 'explorer', 'page.html'), 'utf8');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(page, 'script')}`,
    `style-src ${hashOf(page, 'style')}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  http.get('/graphql', (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) {
      void reply.header('allow', 'POST');
      sendError(reply, 405, 'BAD_REQUEST', 'Send operations with POST.');
      return;
    }
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(page);
  });
}

/** The page's inline element of that name, as a content security policy refers to it. */
function hashOf(page: string, element: 'script' | 'style'): string {
  const content = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
