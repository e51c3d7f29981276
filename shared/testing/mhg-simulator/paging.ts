// Query parameters and pages of the supply routes, in the manner of fastapi-pagination: a page past
// the end is empty, never an error.
import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { nightOf, parseNight } from '../../domain/nights.ts';
import type { WirePage } from './wire.ts';

const { pageSizeDefault, pageSizeMax, nightsPerRequestMax } = limits.mhgSimulator;

const integer = z
  .string()
  .regex(/^\d+$/, 'Input should be a valid integer, unable to parse string as an integer')
  .transform(Number);
const date = z
  .string()
  .refine(
    (text) => parseNight(text) !== null,
    'Input should be a valid date in the format YYYY-MM-DD',
  );

export const pageQuery = z.object({
  page: integer.pipe(z.int().min(1)).default(1),
  size: integer.pipe(z.int().min(1).max(pageSizeMax)).default(pageSizeDefault),
});

/** `from` and `to` are both inclusive, as all dates of this supplier are. */
export const allotmentQuery = pageQuery.extend({ from: date, to: date }).check((context) => {
  const nights = nightOf(context.value.to) - nightOf(context.value.from) + 1;
  if (nights >= 1 && nights <= nightsPerRequestMax) return;
  context.issues.push({
    code: 'custom',
    path: ['to'],
    message: `to must be from ${context.value.from} on and at most ${nightsPerRequestMax} nights in all`,
    input: context.value.to,
  });
});

/** The page of `all` that was asked for. */
export function pageOf<Item>(
  all: readonly Item[],
  query: { readonly page: number; readonly size: number },
): WirePage<Item> {
  const start = (query.page - 1) * query.size;
  return {
    items: all.slice(start, start + query.size),
    total: all.length,
    page: query.page,
    size: query.size,
    pages: Math.ceil(all.length / query.size),
  };
}
