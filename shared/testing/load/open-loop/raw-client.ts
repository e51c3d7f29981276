// A client that costs next to nothing: requests are bytes, answers are a status and a body. For loads
// whose sender must not be what gives way first.
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawAnswer {
  /** HTTP status; 0 where the connection broke or nothing came in time. */
  readonly status: number;
  readonly body: string;
}

export interface RawClient {
  /** Sends over an idle connection or a new one; false when all are busy and no more may be opened. */
  send(request: string, answered: (answer: RawAnswer) => void): boolean;
  close(): void;
}

interface Line {
  readonly socket: Socket;
  /** What came so far of the answer that is waited for. */
  heard: string;
  answered: ((answer: RawAnswer) => void) | null;
  since: number;
}

const HEAD_END = '\r\n\r\n';

/** Connections are opened as they are needed; one request at a time is on each. */
export function openRawClient(options: {
  readonly host: string;
  readonly port: number;
  readonly connectionsMax: number;
  /** An answer that takes longer counts as none. */
  readonly timeoutMs: number;
}): RawClient {
  const idle: Line[] = [];
  const lines = new Set<Line>();
  const patience = setInterval(() => {
    const before = performance.now() - options.timeoutMs;
    for (const line of lines) {
      if (line.answered && line.since < before) line.socket.destroy();
    }
  }, 100);

  function open(): Line {
    const socket = connect({ host: options.host, port: options.port, noDelay: true });
    const line: Line = { socket, heard: '', answered: null, since: 0 };
    lines.add(line);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      line.heard += text;
      const answer = parseAnswer(line.heard);
      if (answer) end(line, answer);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      lines.delete(line);
      const at = idle.indexOf(line);
      if (at >= 0) idle.splice(at, 1);
      line.answered?.({ status: 0, body: '' });
      line.answered = null;
    });
    return line;
  }

  function end(line: Line, answer: RawAnswer): void {
    const { answered } = line;
    line.heard = '';
    line.answered = null;
    idle.push(line);
    answered?.(answer);
  }

  return {
    send(request, answered) {
      const line = idle.pop() ?? (lines.size < options.connectionsMax ? open() : undefined);
      if (!line) return false;
      line.answered = answered;
      line.since = performance.now();
      line.socket.write(request);
      return true;
    },
    close() {
      clearInterval(patience);
      for (const { socket } of lines) socket.destroy();
    },
  };
}

/** Null while there is more to come. */
function parseAnswer(heard: string): RawAnswer | null {
  const headEnd = heard.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(heard.slice(0, headEnd))?.[1];
  const body = heard.slice(headEnd + HEAD_END.length);
  if (body.length < Number(length ?? 0)) return null;
  return { status: Number(heard.slice(9, 12)), body };
}
