// Lines of a byte stream, however its chunks are cut. Split at line feeds only: JSON text may hold
// U+2028 and other characters that line readers for people take for line ends.

const LINE_FEED = 0x0a;

/**
 * Yields each line without its line feed, decoded from UTF-8 (a byte order mark is dropped), or null
 * for a line that is no text at all. The last line needs no line feed.
 */
export async function* linesIn(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string | null, void, undefined> {
  let pending: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      yield decode([...pending, chunk.subarray(start, end)]);
      pending = [];
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
  }
  yield decode(pending);
}

function decode(parts: readonly Uint8Array[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    return null;
  }
}
