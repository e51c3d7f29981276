// Statements that Postgres parses and plans once per connection instead of once per call. Whoever has
// a hot one registers its text; connections of data-source.ts then send it by its name.
import pg from 'pg';
import { invariant } from '../domain/invariant.ts';

/** Text → name. */
const registered = new Map<string, string>();

/**
 * Answers the text, to be given to `query` as ever. `name` is the statement's on every connection.
 * Only for statements whose plan does not depend on their values: Postgres soon keeps one for all.
 */
export function prepared(name: string, text: string): string {
  invariant(![...registered.values()].includes(name), `${name} is another statement already`);
  registered.set(text, name);
  return text;
}

type Send = (query: unknown, values?: unknown, callback?: unknown) => unknown;

/** A client that sends registered texts as prepared statements, and all others as they are. */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // One that is torn down in the very moment in which the pool hands it out belongs to nobody who
    // listens, and an error that nobody hears ends the process. Its next statement fails all the same.
    this.on('error', () => undefined);
    const send = this.query.bind(this) as Send;
    const preparing: Send = (query, values, callback) => {
      const name = typeof query === 'string' ? registered.get(query) : undefined;
      if (name === undefined || !Array.isArray(values)) return send(query, values, callback);
      return send({ name, text: query, values }, callback);
    };
    this.query = preparing as typeof this.query;
  }
}
