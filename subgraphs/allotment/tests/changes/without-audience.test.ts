// What a hotel's own user is told of a contract's past: its terms, and nothing of who may sell it.
import type { Content, FactRevision } from '../../domain/changes/proposal.ts';
import { factView } from '../../domain/changes/revision-view.ts';
import { withoutAudience } from '../../domain/changes/without-audience.ts';

const NOBODY = { action: null, actor: null, role: null, note: null, requestId: null } as const;

function past(...contents: readonly (Content | 'retracted')[]): FactRevision[] {
  return contents.map((content, at) => ({
    kind: 'CONTRACT',
    id: 'K1',
    rev: at + 1,
    seq: 10 * (at + 1),
    recordedAt: `2026-03-0${at + 1}T00:00:00Z`,
    retracted: content === 'retracted',
    content: content === 'retracted' ? {} : content,
  }));
}

const two = { currency: 'THB', lines: [{ roomType: 'A', quantity: 2 }] };
const three = { currency: 'THB', lines: [{ roomType: 'A', quantity: 3 }] };

test('a contract whose audience changed is told like one whose audience never did', () => {
  const told = withoutAudience(
    past(two, { ...two, agencies: ['SIAM'] }, { ...two, agencies: ['LOTUS'] }, three),
  );
  expect(told).toEqual([past(two)[0], { ...past(two, two, two, three)[3], rev: 2 }]);
});

test('what changed with the audience is told, and when it was', () => {
  const told = withoutAudience(past(two, { ...three, agencies: ['SIAM'] }));
  expect(told).toEqual(past(two, three));
});

test('a retraction and what came back after it are told', () => {
  const revisions = past(two, 'retracted', { ...two, agencies: ['SIAM'] });
  expect(withoutAudience(revisions)).toEqual(past(two, 'retracted', two));
});

test('the head is that of the last change of terms, in whatever order revisions come', () => {
  const revisions = past(two, three, { ...three, agencies: ['SIAM'] }).toReversed();
  const audited = withoutAudience(revisions).map((revision) => ({ ...revision, ...NOBODY }));
  expect(factView(audited)).toMatchObject({
    revision: 2,
    recordedAt: '2026-03-02T00:00:00Z',
    content: three,
  });
});
