// Relay paging, the same for every list: arguments in, connection out. Called by list resolvers;
// services and repositories only know the key of the last item seen and how many come next.
import { GraphQLError } from 'graphql';
import { limits } from '../config/limits.ts';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface PageRequest {
  /** Items wanted; whoever serves the page looks for one more, to know whether there are any. */
  readonly size: number;
  /** Key of the last item of the page before; null on the first page. */
  readonly after: string | null;
}

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const CURSOR_PREFIX = 'after:';

/** Throws a GraphQLError (BAD_USER_INPUT) for a size out of bounds or a cursor that is not ours. */
export function parsePage(page: PageArguments): PageRequest {
  const size = page.first ?? limits.page.sizeDefault;
  if (size < 1 || size > limits.page.sizeMax) {
    throw badInput(`first must be from 1 to ${limits.page.sizeMax}`);
  }
  const after = page.after ?? null;
  return { size, after: after === null ? null : keyOf(after) };
}

/** `items` are in order of their keys, at most one more than the page's size. */
export function toConnection<Node>(
  items: readonly Node[],
  page: PageRequest,
  toKey: (node: Node) => string,
): Connection<Node> {
  const edges = items.slice(0, page.size).map((node) => ({ cursor: cursorOf(toKey(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: items.length > page.size,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursorOf(key: string): string {
  return Buffer.from(CURSOR_PREFIX + key).toString('base64url');
}

function keyOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(CURSOR_PREFIX.length);
  // What does not come back as it went in was not made here; control characters are in no key.
  if (!text.startsWith(CURSOR_PREFIX) || cursorOf(key) !== cursor || /\p{Cc}/u.test(key)) {
    throw badInput('after is not a cursor of this list');
  }
  return key;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
