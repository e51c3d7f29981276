import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { projectPath } from '../../../../shared/config/paths.ts';
import { answerLine } from '../../tools/resolve/answer-line.ts';
import { resolveStream } from '../../tools/resolve/resolve-stream.ts';
import { base, EARLY, increase, NEXT, NIGHT, pool, retract, TIMEZONE } from '../pipeline/world.ts';

const query = (content: object = {}): string =>
  JSON.stringify({
    hotel: { id: 'H1', timezone: TIMEZONE },
    from: NIGHT,
    to: NEXT,
    asOf: EARLY,
    facts: [base(10)],
    ...content,
  });

/** Answers of the command to bytes that come in the given chunks. */
async function answers(...chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const output = new PassThrough({ highWaterMark: 64 });
  const written = text(output);
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  await resolveStream(Readable.from(bytes, { objectMode: true }), output);
  output.end();
  const lines = (await written).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as unknown);
}

const TEN = { lines: { 'k1/A': [{ available: 10 }] } };
const errorAt = (path: string, code = 'BAD_INPUT') => ({ error: { code, path } });

describe('the resolve command', () => {
  test('answers each line in order and skips blank ones', async () => {
    const seven = query({ facts: [base(7)] });
    const got = await answers(`\n${query()}\n \t \n${seven}\n\n`);
    expect(got).toMatchObject([TEN, { lines: { 'k1/A': [{ available: 7 }] } }]);
  });

  test('reads CRLF, a byte order mark, separators in text, and a last line without an end', async () => {
    const strange = query({ hotel: { id: 'a\u2028b\u2029c', timezone: TIMEZONE } });
    expect(await answers(`\uFEFF${query()}\r\n${strange}\r\n${query()}`)).toMatchObject([
      TEN,
      TEN,
      TEN,
    ]);
  });

  test('reads lines however their bytes are cut', async () => {
    const hotel = { id: 'Grüße 😀', timezone: TIMEZONE };
    const bytes = Buffer.from(`${query({ hotel })}\n${query()}\n`);
    const chunks = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
    expect(await answers(...chunks)).toMatchObject([TEN, TEN]);
  });

  test('reads a line of many megabytes', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => increase(1, `i${n}`));
    const got = await answers(`${query({ facts: [base(0), ...many] })}\n`);
    expect(got).toMatchObject([{ lines: { 'k1/A': [{ available: 20_000 }] } }]);
  });

  test('goes on after a line that it cannot answer', async () => {
    const broken = Buffer.concat([Buffer.from('"'), Buffer.from([0xff]), Buffer.from('"\n')]);
    const got = await answers('{\n', broken, '[]\n', `${query()}\n`);
    expect(got).toMatchObject([errorAt(''), errorAt(''), errorAt(''), TEN]);
  });

  test('waits for a slow reader', async () => {
    const lines = Array.from({ length: 50 }, () => query()).join('\n');
    expect(await answers(lines)).toHaveLength(50);
  });

  test('runs as a process, on standard input and output', async () => {
    const main = projectPath('subgraphs/allotment/tools/resolve/main.ts');
    const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(`${query()}\nnonsense\n${query()}\n`);
    const written = await text(child.stdout);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    const got = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(got).toMatchObject([TEN, errorAt(''), TEN]);
  });
});

describe('a query is refused', () => {
  const crossing = [
    { ...pool(6, ['k1/A', 'k1/B']), id: 'p1' },
    { ...pool(6, ['k1/B', 'k1/C']), id: 'p2' },
  ];
  const refused: [string, object, string][] = [
    ['with an unknown field', { colour: 'red' }, '/colour'],
    [
      'with an unknown field of the hotel',
      { hotel: { id: 'H1', timezone: TIMEZONE, x: 1 } },
      '/hotel/x',
    ],
    ['in an unknown zone', { hotel: { id: 'H1', timezone: 'Mars/Olympus' } }, '/hotel/timezone'],
    ['whose nights end as they start', { to: NIGHT }, '/to'],
    ['of more nights than a century has', { to: '2226-03-10' }, '/to'],
    ['from a date that does not exist', { from: '2026-02-30' }, '/from'],
    ['at no instant', { asOf: NIGHT }, '/asOf'],
    ['with knowledge at no instant', { knownAt: null }, '/knownAt'],
    ['of a nameless agency', { agency: '' }, '/agency'],
    ['without facts', { facts: undefined }, '/facts'],
    ['with a wrong fact', { facts: [base(10), { ...increase(4), n: 0 }] }, '/facts/1/n'],
  ];
  test.each(refused)('%s', (_name, content, path) => {
    expect(answerLine(query(content))).toMatchObject(errorAt(path));
  });

  test('with pools that cross', () => {
    const answer = answerLine(query({ facts: [base(10), ...crossing] }));
    expect(answer).toMatchObject(errorAt('/facts/2/members', 'POOL_NOT_NESTED'));
  });

  test('but not for pools that crossed before, are nested, disjoint or alike', () => {
    const [p1, p2] = crossing;
    if (!p1 || !p2) throw new Error('there are two');
    for (const facts of [
      [p1, p2, retract(p2)],
      [p1, { ...p2, members: p2.members.slice(0, 1) }],
      [{ ...p1, members: p1.members.slice(0, 1) }, p2],
      [
        { ...p1, members: p1.members.slice(0, 1) },
        { ...p2, members: p2.members.slice(1) },
      ],
      [p1, { ...p1, id: 'p2' }],
    ]) {
      expect(answerLine(query({ facts: [base(10), ...facts] }))).not.toHaveProperty('error');
    }
    const later = { ...p2, recordedAt: '2026-01-05T00:00:00Z' };
    const knownAt = '2026-01-04T00:00:00Z';
    expect(answerLine(query({ knownAt, facts: [base(10), p1, later] }))).not.toHaveProperty(
      'error',
    );
  });
});
