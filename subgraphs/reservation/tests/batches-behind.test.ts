// Combining: the next batch is decided while one is committed, but only where that is worth it.
import { ok } from '../../../shared/domain/result.ts';
import type { Actor } from '../domain/booking.ts';
import type { Ahead } from '../services/commit-batch.ts';
import { createHotelBatches } from '../services/hotel-batches.ts';
import type { HotelBatches } from '../services/hotel-batches.ts';
import type { CommandAnswer, HotelCommand } from '../services/hotel-command.ts';
import { groupIn } from './groups.ts';

const actor: Actor = { subject: 'uid', role: 'AGENT', requestId: 'r' };

function hold(clientReference: string, agencyId = 'SIAM'): HotelCommand {
  return { kind: 'hold', request: { hotelId: 'H1', agencyId, clientReference, lines: [] }, actor };
}

function move(kind: 'confirm' | 'cancel' | 'expire', groupId: string): HotelCommand {
  return { kind, groupId, actor, why: 'test' };
}

function nameOf(command: HotelCommand): string {
  if (command.kind !== 'hold') return `${command.kind} ${command.groupId}`;
  return `${command.request.agencyId} ${command.request.clientReference}`;
}

/** Answers each command with a group that bears its name. */
function answerTo(command: HotelCommand): CommandAnswer {
  return ok(groupIn('HELD', { id: nameOf(command) }));
}

function submitAll(queue: HotelBatches, commands: readonly HotelCommand[], hotelId = 'H1') {
  return Promise.all(commands.map((command) => queue.submit(hotelId, command)));
}

function numbered(count: number): HotelCommand[] {
  return Array.from({ length: count }, (_, index) => hold(`R-${index}`));
}

describe('while a batch is committed', () => {
  const ahead = { decision: 'd', head: 1 } as Ahead;

  interface Begun {
    readonly names: string[];
    readonly behind: Ahead | null;
    readonly commit: () => void;
    readonly end: () => void;
  }

  /** Batches that say that they are committing, and end, when they are told to. */
  function steps() {
    const begun: Begun[] = [];
    const queue = createHotelBatches((_hotelId, commands, place) => {
      const { promise, resolve } = Promise.withResolvers<readonly CommandAnswer[]>();
      begun.push({
        names: commands.map(nameOf),
        behind: place?.behind ?? null,
        commit: () => place?.committing(ahead),
        end: () => resolve(commands.map(answerTo)),
      });
      return promise;
    });
    return { begun, queue };
  }

  const names = ({ begun }: { readonly begun: readonly Begun[] }) => begun.map((one) => one.names);

  /** Longer than anything that is to come by itself. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Two holds that are being committed. */
  async function twoCommitting() {
    const house = steps();
    const answers = submitAll(house.queue, numbered(2));
    await settle();
    house.begun[0]?.commit();
    return { ...house, answers };
  }

  test('the next is decided behind it as soon as as many wait', async () => {
    const house = await twoCommitting();
    const third = house.queue.submit('H1', hold('R-3'));
    await settle();
    expect(house.begun).toHaveLength(1);
    const fourth = house.queue.submit('H1', hold('R-4'));
    await settle();
    expect(names(house)).toEqual([
      ['SIAM R-0', 'SIAM R-1'],
      ['SIAM R-3', 'SIAM R-4'],
    ]);
    expect(house.begun.map(({ behind }) => behind)).toEqual([null, ahead]);
    for (const { end } of house.begun) end();
    await Promise.all([house.answers, third, fourth]);
    await house.queue.drain();
  });

  test('none is decided before it commits, nor a third one before the second does', async () => {
    const house = steps();
    const answers = [submitAll(house.queue, numbered(1))];
    await settle();
    answers.push(submitAll(house.queue, [hold('R-2')]));
    await settle();
    expect(house.begun).toHaveLength(1);
    house.begun[0]?.commit();
    await settle();
    answers.push(submitAll(house.queue, [hold('R-3')]));
    await settle();
    expect(house.begun).toHaveLength(2);
    house.begun[0]?.end();
    house.begun[1]?.commit();
    await settle();
    expect(names(house)).toEqual([['SIAM R-0'], ['SIAM R-2'], ['SIAM R-3']]);
    for (const { end } of house.begun) end();
    await Promise.all(answers);
  });

  test.each([
    ['something else than a hold waits', [hold('R-3'), move('confirm', 'g')]],
    ['a reference of it waits again', [hold('R-3'), hold('R-1')]],
  ])('the next waits for it when %s', async (_when, commands) => {
    const house = await twoCommitting();
    const later = submitAll(house.queue, commands);
    await settle();
    expect(house.begun).toHaveLength(1);
    house.begun[0]?.end();
    await settle();
    expect(house.begun[1]).toMatchObject({ names: commands.map(nameOf), behind: null });
    house.begun[1]?.end();
    await Promise.all([house.answers, later]);
  });

  test('what is left when it is over goes by itself, however little it is', async () => {
    const house = await twoCommitting();
    const third = house.queue.submit('H1', hold('R-3'));
    await settle();
    house.begun[0]?.end();
    await settle();
    expect(house.begun[1]).toMatchObject({ names: ['SIAM R-3'], behind: null });
    house.begun[1]?.end();
    await Promise.all([house.answers, third]);
  });

  test('who comes when nothing waits begins anew', async () => {
    const house = await twoCommitting();
    house.begun[0]?.end();
    await house.answers;
    await house.queue.drain();
    const third = house.queue.submit('H1', hold('R-3'));
    await settle();
    expect(house.begun[1]).toMatchObject({ names: ['SIAM R-3'], behind: null });
    house.begun[1]?.end();
    await third;
  });
});
