import { changesOf } from './detail';

describe('what a row of the trail keeps', () => {
  it('is told before and after, in words', () => {
    const detail = {
      before: { phone: '073 1', correct_keeps_date: true },
      after: { phone: '', correct_keeps_date: false },
    };
    expect(changesOf({ detail })).toEqual([
      { name: 'Teléfono', before: '073 1', after: 'nada' },
      { name: 'Conserva la fecha al subsanar', before: 'sí', after: 'no' },
    ]);
  });

  it('says what was added, and what was taken away', () => {
    const after = { rule: 'office_hours', closes_at: '16:30' };
    expect(changesOf({ detail: { valid_from: '2026-12-01', before: null, after } })).toEqual([
      { name: 'Rige desde', before: null, after: '2026-12-01' },
      { name: 'Regla', before: null, after: 'hasta la hora de cierre' },
      { name: 'Cierra', before: null, after: '16:30' },
    ]);
    expect(changesOf({ detail: { before: { reason: 'Feriado' }, after: null } })).toEqual([
      { name: 'Motivo', before: 'Feriado', after: 'nada' },
    ]);
  });

  it('names the requirements of a list, and leaves out what says nothing to people', () => {
    const requirements = [
      { id: '1', name: 'Plano', required: true },
      { id: '2', name: 'Recibo' },
    ];
    expect(changesOf({ detail: { procedure_id: '0192', after: { requirements } } })).toEqual([
      { name: 'Requisitos', before: null, after: 'Plano; Recibo' },
    ]);
  });
});
