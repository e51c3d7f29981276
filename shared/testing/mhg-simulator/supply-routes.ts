// What the supplier offers its partners: pages of hotels, contracts and daily numbers.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allotmentQuery, pageOf, pageQuery } from './paging.ts';
import type { SupplyStore } from './store.ts';
import { detailsOf, sendDetail, sendInvalid } from './validation.ts';

interface HotelParams {
  id: string;
}

/** Adds the read-only routes under /api/v1. */
export function addSupplyRoutes(app: FastifyInstance, store: SupplyStore): void {
  app.get('/api/v1/hotels', (request, reply) => answer(request, reply, () => store.listHotels()));
  app.get<{ Params: HotelParams }>('/api/v1/hotels/:id/contracts', (request, reply) =>
    answer(request, reply, () => store.listContracts(request.params.id)),
  );
  app.get<{ Params: HotelParams }>('/api/v1/hotels/:id/allotments', (request, reply) => {
    const query = allotmentQuery.safeParse(request.query);
    if (!query.success) return sendInvalid(reply, detailsOf(query.error, 'query'));
    const { from, to } = query.data;
    const lines = store.listAllotments(request.params.id, from, to);
    return lines ? pageOf(lines, query.data) : sendDetail(reply, 404, 'Hotel not found');
  });
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  list: () => readonly unknown[] | null,
): unknown {
  const query = pageQuery.safeParse(request.query);
  if (!query.success) return sendInvalid(reply, detailsOf(query.error, 'query'));
  const all = list();
  return all ? pageOf(all, query.data) : sendDetail(reply, 404, 'Hotel not found');
}
