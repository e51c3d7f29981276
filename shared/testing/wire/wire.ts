// A programmable proxy in front of anything that speaks TCP: Postgres, Redis, a subgraph, the gateway.
// It lets a test hold or cut what passes at a recognised word, so that a process stands exactly between
// two steps without a hook in its code. Called from tests.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** `out`: what a client asks; `back`: what the server answers. */
export type Direction = 'out' | 'back';
export type Verdict = 'pass' | 'cut';

export interface Passage {
  readonly direction: Direction;
  /** Number of the connection, counted from 1. */
  readonly connection: number;
  /** Bytes as latin1 text. */
  readonly text: string;
  /** Whether these words (at most 64 bytes) end in this passage, be they cut in two by the network. */
  says(words: string): boolean;
}

/** Undefined leaves the decision to the next one; while it is awaited, that connection stands still. */
export type Inspector = (passage: Passage) => Verdict | undefined | Promise<Verdict | undefined>;

export interface Wire {
  readonly port: number;
  /** The same URL, through this wire. */
  through(url: string): string;
  /** Looks at all that passes from now on; gives its removal. */
  inspect(inspector: Inspector): () => void;
  /** Breaks every open connection; new ones are taken. */
  cutAll(): void;
  /** New connections go there from now on. */
  leadTo(url: string): void;
  stop(): Promise<void>;
}

const TAIL_BYTES = 63;

/**
 * A wire to whoever listens where `url` points, or will listen there; without one, nobody is reached
 * until `leadTo` says whom.
 */
export async function startWire(url?: string): Promise<Wire> {
  let target = url === undefined ? undefined : new URL(url);
  const inspectors = new Set<Inspector>();
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (incoming) => {
    if (!target) {
      incoming.destroy();
      return;
    }
    const onward = connect({
      host: target.hostname,
      port: Number(target.port),
      allowHalfOpen: true,
      noDelay: true,
    });
    for (const socket of [incoming, onward]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      // Whoever is away or has died: the loops below notice, and the other side is told.
      socket.on('error', () => undefined);
    }
    const cut = (): void => {
      incoming.destroy();
      onward.destroy();
    };
    connections += 1;
    const connection = connections;
    const judged = (passage: Spoken): Promise<Verdict> =>
      judge(inspectors, { ...passage, connection });
    void pass('out', incoming, onward, judged, cut);
    void pass('back', onward, incoming, judged, cut);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    through(original) {
      const changed = new URL(original);
      changed.hostname = '127.0.0.1';
      changed.port = String(port);
      return changed.href;
    },
    inspect(inspector) {
      inspectors.add(inspector);
      return () => void inspectors.delete(inspector);
    },
    cutAll: () => open.forEach((socket) => socket.destroy()),
    leadTo: (next) => void (target = new URL(next)),
    async stop() {
      inspectors.clear();
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

type Spoken = Omit<Passage, 'connection'>;

/** Copies one direction of a connection, passage by passage, in order. */
async function pass(
  direction: Direction,
  from: Socket,
  to: Socket,
  judged: (passage: Spoken) => Promise<Verdict>,
  cut: () => void,
): Promise<void> {
  let tail = '';
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const text = chunk.toString('latin1');
      const seen = tail + text;
      const before = tail.length;
      tail = seen.slice(-TAIL_BYTES);
      const says = (words: string): boolean => {
        const at = seen.lastIndexOf(words);
        return at >= 0 && at + words.length > before;
      };
      if ((await judged({ direction, text, says })) === 'cut') {
        cut();
        return;
      }
      if (!to.write(chunk)) await once(to, 'drain');
    }
    to.end();
  } catch {
    cut();
  }
}

async function judge(inspectors: ReadonlySet<Inspector>, passage: Passage): Promise<Verdict> {
  for (const inspector of [...inspectors]) {
    const verdict = await inspector(passage);
    if (verdict !== undefined) return verdict;
  }
  return 'pass';
}
