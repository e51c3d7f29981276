// The union that all of operators' mutations answer.
import { toRefusal } from '../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../shared/schema/refusal.ts';
import type { Change, DryRun } from '../domain/changes/change.ts';
import type { ChangeAnswer } from '../services/change-facts.ts';

export type ChangeResult = Change | DryRun | RefusalAnswer;

export function toChangeResult(answer: ChangeAnswer): ChangeResult {
  return answer.ok ? answer.value : toRefusal(answer.error);
}
