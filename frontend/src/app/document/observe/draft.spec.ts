import { ObservationDraft } from './draft';

const reason = {
  id: '1',
  code: 'unsigned',
  name: 'Sin firma',
  text: 'El escrito no está firmado.',
  legal_rule: null,
  legal_rule_code: null,
  position: 1,
  active: true,
};

describe('the observations being written', () => {
  beforeEach(() => sessionStorage.clear());

  it('sends each text as it was edited, with what it is about', () => {
    const draft = new ObservationDraft();
    draft.open('doc');
    const key = draft.add(reason);
    draft.add(reason);
    draft.change(key, { text: ' Firme la página 2. ', about: 'attachment:a1' });
    expect(draft.body().items).toEqual([
      { reason_code: 'unsigned', text: 'Firme la página 2.', attachment_id: 'a1' },
      { reason_code: 'unsigned', text: 'El escrito no está firmado.' },
    ]);
  });

  it('is found again after a reload, and only on its own filing', () => {
    const before = new ObservationDraft();
    before.open('doc');
    before.add(reason);
    const after = new ObservationDraft();
    after.open('other');
    expect(after.items()).toEqual([]);
    after.open('doc');
    expect(after.items()).toHaveLength(1);
  });
});
