import { DocumentRead, ProcedureRead } from '../api/model';
import { findingChecks, foliosDiffer, requirementChecks } from './checks';

const file = (extra: object) => ({
  id: 'a',
  kind: 'main',
  title: 'Escrito',
  pages: 3,
  requirement_id: null,
  findings: [],
  ...extra,
});
const filing = (attachments: object[], extra: object = {}) =>
  ({ folios: 3, pages: 3, attachments, ...extra }) as unknown as DocumentRead;
const procedure = {
  requirements: [
    { id: 'plan', name: 'Plano', required: true, formats: [] },
    { id: 'poder', name: 'Vigencia de poder', required: false, formats: [] },
  ],
} as unknown as ProcedureRead;

describe('the checklist of a filing', () => {
  it('tells what was sent, what is missing and what was optional', () => {
    const tones = (attachments: object[]) => requirementChecks(filing(attachments), procedure).map(({ tone }) => tone);
    expect(tones([file({ requirement_id: 'plan' })])).toEqual(['done', 'calm']);
    expect(tones([file({})])).toEqual(['wait', 'calm']);
  });

  it('names the file of a finding only when there are several', () => {
    const found = { code: 'blank_page', severity: 'warning', message: 'La página 2 está en blanco.' };
    expect(findingChecks(filing([file({ findings: [found] })]))[0]?.text).toBe('La página 2 está en blanco.');
    expect(findingChecks(filing([file({ findings: [found] }), file({ id: 'b' })]))[0]?.text).toBe(
      'Escrito: La página 2 está en blanco.',
    );
  });

  it('compares folios with pages, unless a file has none to count', () => {
    expect(foliosDiffer(filing([file({})], { pages: 5 }), null)).toBe(5);
    expect(foliosDiffer(filing([file({})], { pages: 5 }), 5)).toBeNull();
    expect(foliosDiffer(filing([file({ pages: null })], { pages: 5 }), null)).toBeNull();
  });
});
