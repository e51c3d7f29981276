// Those who change what there is to sell: the allotment and the hardblock role, each in a transaction
// of its own that can be held up like any other.
import type { DataSource } from 'typeorm';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { inTransaction } from '../../../../shared/database/transaction.ts';
import { append, readHead } from '../../../../shared/ledger/ledger.ts';
import type { Chance } from './chance.ts';
import type { Owner } from './crossings.ts';
import { openGatedDatabase } from './gated-database.ts';
import type { EndSessions, GatedDatabase } from './gated-database.ts';
import type { Gates } from './gates.ts';
import type { House } from './house.ts';
import { createSupplyChanges } from './supply-changes.ts';

export interface SupplyDesk {
  /** One change to this hotel's supply, drawn by chance, and how to make it. */
  change(hotelId: string): { readonly what: string; readonly work: () => Promise<string> };
  close(): Promise<void>;
}

const TRIES_MAX = 3;

export function openSupplyDesk(
  house: House,
  gates: Gates,
  endSessions: EndSessions,
  chance: Chance,
): SupplyDesk {
  const draw = createSupplyChanges(chance);
  const desks = new Map<string, Promise<GatedDatabase>>();
  // Opened when first needed: many seeds never change their supply.
  const deskOf = (name: 'allotment' | 'hardblock'): Promise<GatedDatabase> => {
    const owner: Owner = { name, alive: true };
    const url = house.database.urls[name];
    const desk =
      desks.get(name) ??
      gates.track(owner, openGatedDatabase({ url, schema: name, owner, gates, endSessions }));
    desks.set(name, desk);
    return desk;
  };
  return {
    change(hotelId) {
      const fact = draw();
      const writer = 'cells' in fact ? 'hardblock' : 'allotment';
      const type = 'type' in fact ? fact.type : fact.kind;
      return {
        what: `${type} ${fact.id} rev ${fact.rev} at ${hotelId}`,
        work: async () => write((await deskOf(writer)).dataSource, hotelId, fact),
      };
    },
    close: async () => {
      for (const desk of desks.values()) await (await desk).kill();
    },
  };
}

async function write(source: DataSource, hotelId: string, fact: NewFact): Promise<string> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    const written = await inTransaction(source, async (manager) => {
      const expectedSeq = await readHead(manager, hotelId);
      return append(manager, { hotelId, expectedSeq, facts: [fact] });
    });
    if (written.ok) return 'written';
  }
  return 'the head kept moving';
}
