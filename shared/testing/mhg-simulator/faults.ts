// Planned misbehaviour: tools say which of the next calls go wrong and how, in order; nothing is left
// to chance. Asked by the booking routes before they answer.
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Fault, FaultOperation } from './booking-schema.ts';
import { sendDetail } from './validation.ts';

export interface FaultPlan {
  /** False where the plan is full. */
  add(fault: Fault): boolean;
  /** The first fault meant for this call, which is used up by it. */
  take(operation: FaultOperation, hotelCode: string | undefined): Fault | undefined;
  /** What has not been used up yet. */
  list(): Fault[];
  clear(): void;
}

/** An empty plan of at most `faultsMax`. */
export function createFaultPlan(faultsMax: number): FaultPlan {
  let plan: Fault[] = [];
  return {
    add(fault) {
      if (plan.length >= faultsMax) return false;
      plan.push(fault);
      return true;
    },
    take(operation, hotelCode) {
      const index = plan.findIndex(
        (fault) =>
          fault.operation === operation && (fault.hotel === undefined || fault.hotel === hotelCode),
      );
      const fault = plan[index];
      if (fault?.times == null) return fault;
      const left = fault.times - 1;
      plan = left === 0 ? plan.toSpliced(index, 1) : plan.with(index, { ...fault, times: left });
      return fault;
    },
    list: () => [...plan],
    clear: () => {
      plan = [];
    },
  };
}

/** Whether the call's work is done before it goes wrong. */
export function isDone(fault: Fault | undefined): boolean {
  return !(fault && 'done' in fault && !fault.done);
}

/** Answers as the fault has it; `honest` is the answer without one. */
export async function answerWith(
  fault: Fault | undefined,
  reply: FastifyReply,
  honest: () => FastifyReply,
): Promise<FastifyReply> {
  if (fault && fault.delay_ms > 0) {
    // A process that is told to stop does not wait for an answer that nobody expects any more.
    await wait(fault.delay_ms, undefined, { ref: false });
  }
  switch (fault?.kind) {
    case 'SILENCE':
      return reply.hijack();
    case 'DROP':
      reply.hijack();
      reply.raw.socket?.destroy();
      return reply;
    case 'ERROR':
      return sendDetail(reply, fault.http_status, 'Internal Server Error');
    case 'GARBAGE':
      return reply.code(200).type('text/html').send(fault.text);
    default:
      return honest();
  }
}
