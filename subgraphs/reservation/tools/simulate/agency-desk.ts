// Those who look after agencies, as the agency role: suspend one and let it sell again, give it a limit
// of credit, change it, take it away. Each is one statement that can be held up like any other.
import type { Chance } from './chance.ts';
import type { Owner } from './crossings.ts';
import { openGatedDatabase } from './gated-database.ts';
import type { EndSessions, GatedDatabase } from './gated-database.ts';
import type { Gates } from './gates.ts';
import type { House } from './house.ts';
import { AGENCIES, drawLimit } from './scenario.ts';

export interface AgencyDesk {
  /** One change, drawn by chance, and how to make it. */
  change(): { readonly what: string; readonly work: () => Promise<unknown> };
  close(): Promise<void>;
}

export function openAgencyDesk(
  house: House,
  gates: Gates,
  endSessions: EndSessions,
  chance: Chance,
): AgencyDesk {
  const owner: Owner = { name: 'agency', alive: true };
  const url = house.database.urls.agency;
  let desk: Promise<GatedDatabase> | undefined;
  const send = async (sql: string, values: unknown[]): Promise<unknown> => {
    const opened = (desk ??= gates.track(
      owner,
      openGatedDatabase({ url, schema: 'agency', owner, gates, endSessions }),
    ));
    return (await opened).dataSource.query(sql, values).then(() => 'written');
  };
  return {
    change() {
      const id = chance.pick(AGENCIES);
      if (chance.happens(0.5)) {
        const limit = drawLimit(chance);
        return {
          what: `credit of ${id} is ${limit ?? 'without limit'}`,
          work: () => send('select agency.set_credit_limit($1, $2)', [id, limit]),
        };
      }
      const status = chance.happens(0.3) ? 'SUSPENDED' : 'ACTIVE';
      return {
        what: `${id} is ${status}`,
        work: () => send('update agency.agencies set status = $2 where id = $1', [id, status]),
      };
    },
    close: async () => {
      await (await desk)?.kill();
    },
  };
}
