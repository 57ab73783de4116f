import { ProcedureRead } from '../../api/model';
import { bodyOf, draftOf, moved, requirementsOf, soles, termFault } from './procedure-draft';

const LICENCE: ProcedureRead = {
  id: '0192f0c1-0000-7000-8000-000000000001',
  code: 'LIC-01',
  name: 'Licencia de funcionamiento',
  description: 'Para abrir un local.',
  term_days: 15,
  term_starts_from: 'reception',
  silence: 'positive',
  fee: 84.3,
  area_id: '0192f0c1-0000-7000-8000-000000000002',
  active: true,
  requirements: [{ id: '0192f0c1-0000-7000-8000-000000000003', name: 'Plano', required: true, formats: ['pdf'] }],
};

describe('writing a procedure', () => {
  it('sends back what was read when nothing was written', () => {
    const { id, active } = LICENCE;
    expect({ id, active, ...bodyOf(draftOf(LICENCE), requirementsOf(LICENCE)) }).toEqual(LICENCE);
  });

  it('takes empty fields as no term, free and no area', () => {
    expect(bodyOf({ ...draftOf(null), code: ' A ', name: ' B ' }, [])).toMatchObject({
      code: 'A',
      name: 'B',
      term_days: null,
      fee: 0,
      area_id: null,
    });
  });

  it('gives no id to a new requirement', () => {
    const requirement = { key: '1', id: null, name: ' Recibo ', required: false, formats: [] };
    expect(bodyOf(draftOf(null), [requirement]).requirements).toEqual([
      { name: 'Recibo', required: false, formats: [] },
    ]);
  });

  it('reads amounts with a point or a comma, and nothing else', () => {
    expect(['', '84.30', '84,3', '84.', '7'].map(soles)).toEqual([0, 84.3, 84.3, 84, 7]);
    expect(['S/ 5', '1.234', '-3', '1e3'].map(soles)).toEqual([null, null, null, null]);
  });

  it('takes terms from 1 to 1000 business days', () => {
    expect(['', '1', ' 30 ', '1000'].map(termFault)).toEqual([null, null, null, null]);
    for (const bad of ['0', '1001', '3.5', 'quince']) expect(termFault(bad)).not.toBeNull();
  });

  it('moves a requirement among the others, and no further than the ends', () => {
    const list = ['a', 'b', 'c'];
    expect(moved(list, 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(list, 1, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(list, 0, -1)).toBe(list);
    expect(moved(list, 2, 1)).toBe(list);
  });
});
