// The `resolve` command between two streams: answers line by line, in order, and never stops at a
// bad one. Called by main.ts.
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { inputError } from '../../../../shared/domain/input-error.ts';
import { answerLine } from './answer-line.ts';
import { linesIn } from './lines.ts';

export async function resolveStream(
  input: AsyncIterable<Uint8Array>,
  output: Writable,
): Promise<void> {
  for await (const line of linesIn(input)) {
    if (line?.trim() === '') continue;
    const written = output.write(`${answerText(line)}\n`);
    if (!written) await once(output, 'drain');
  }
}

function answerText(line: string | null): string {
  if (line === null) return JSON.stringify({ error: inputError([], 'Not UTF-8 text') });
  try {
    return JSON.stringify(answerLine(line));
  } catch (cause) {
    // A defect of ours, or an answer too large for a string: this line fails, the next is served.
    const message = `Could not be resolved: ${cause instanceof Error ? cause.message : 'unknown'}`;
    return JSON.stringify({ error: inputError([], message) });
  }
}
