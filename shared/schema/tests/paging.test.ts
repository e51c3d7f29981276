// Paging of lists: what a client may send, and how pages join.
import { limits } from '../../config/limits.ts';
import { parsePage, toConnection } from '../paging.ts';

const letters = ['A', 'B', 'Ç/1', 'D'];

function pageOf(first: number, after: string | null = null) {
  const page = parsePage({ first, after });
  const rest = letters.filter((letter) => page.after === null || letter > page.after);
  return toConnection([...rest].sort().slice(0, page.size + 1), page, (letter) => letter);
}

test('pages joined by their end cursors give every item once, in order', () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (const _ of letters) {
    const page = pageOf(1, after);
    seen.push(...page.edges.map((edge) => edge.node));
    after = page.pageInfo.endCursor;
    expect(page.pageInfo.hasNextPage).toBe(seen.length < letters.length);
  }
  expect(seen).toEqual([...letters].sort());
});

test('an empty page ends nowhere', () => {
  const page = parsePage({});
  expect(page).toEqual({ size: limits.page.sizeDefault, after: null });
  expect(toConnection([], page, String)).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
});

test.each([0, -1, limits.page.sizeMax + 1])('refuses a page of %d items', (first) => {
  expect(() => parsePage({ first })).toThrow('first must be from 1');
});

test.each([
  ['empty', ''],
  ['no base64', '%%%'],
  ['foreign', Buffer.from('A').toString('base64url')],
  ['padded', `${Buffer.from('after:AB').toString('base64url')}==`],
  ['not UTF-8', Buffer.from([...Buffer.from('after:'), 0xff]).toString('base64url')],
  ['with a NUL', Buffer.from('after:A\0').toString('base64url')],
])('refuses a cursor that is %s', (_what, after) => {
  expect(() => parsePage({ after })).toThrow('not a cursor');
});
