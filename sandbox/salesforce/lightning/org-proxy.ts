import express, { Router, type Request, type Response } from 'express';
import type { OrgClient } from './org-client.ts';
import { readUserCookie } from './page-users.ts';

export const API = '/services/data/v66.0';

/** What components may ask of the org, with the signed-in user's token: Apex, UI API and queries. */
export function createOrgProxy(org: OrgClient): Router {
  const router = Router();
  const pass = async (request: Request, response: Response, path: string): Promise<void> => {
    const content = Buffer.isBuffer(request.body) && request.body.length ? request.body : null;
    try {
      const answer = await org.send(
        readUserCookie(request.headers.cookie),
        request.method,
        path,
        content ? { content, type: request.headers['content-type'] ?? 'application/json' } : undefined,
      );
      response.status(answer.status).type(answer.headers.get('content-type') ?? 'application/json');
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      // The browser sees a lost connection as an answer, as it would through the platform's own gateway.
      const message = error instanceof Error ? error.message : String(error);
      response.status(502).json([{ errorCode: 'SERVER_UNAVAILABLE', message: `The org did not answer: ${message}` }]);
    }
  };
  const body = express.raw({ type: () => true, limit: '6mb' });
  router.post('/apex/:method', body, (request, response) => pass(request, response, `/__apex/${encodeURIComponent(String(request.params['method']))}`));
  router.all('/ui-api/*path', body, (request, response) => pass(request, response, `${API}${request.originalUrl}`));
  router.get('/query', (request, response) => pass(request, response, `${API}/query?q=${encodeURIComponent(typeof request.query['q'] === 'string' ? request.query['q'] : '')}`));
  return router;
}
