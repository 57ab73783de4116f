import type { ProcedureRead, UploadRead } from '../api/model';
import { FileUpload } from '../uploads/file-upload';
import { blank } from './draft';
import { filingOf, missingRequirements, pagesOf } from './filing';

function uploaded(id: string, pages: number | null): FileUpload {
  const upload = new FileUpload(id, `${id}.pdf`, 100, 'application/pdf');
  upload.result.set({ upload_id: id, pages } as UploadRead);
  return upload;
}

describe('a filing', () => {
  it('sends what was typed, trimmed, and null for what was left empty', () => {
    const data = blank();
    data.about = { ...data.about, choice: 'none', subject: ' Copia de acta ', body: 'La necesito.' };
    data.applicant = { ...data.applicant, identity_type: 'passport', identity_number: ' ab12345 ', name: 'Rosa' };
    data.papers = {
      ...data.papers,
      folios: '6',
      payment_number: '0012',
      payment_date: '2026-11-20',
      payment_amount: '84,30',
    };
    const annexes = [{ file: uploaded('annex', 2), requirement_id: 'r1', title: '' }];

    const filing = filingOf(data, uploaded('main', 4), annexes, '1');

    expect(filing).toMatchObject({
      procedure_id: null,
      subject: 'Copia de acta',
      folios: 6,
      representative: null,
      main_upload_id: 'main',
      annexes: [{ upload_id: 'annex', requirement_id: 'r1', title: null }],
      payment: { number: '0012', date: '2026-11-20', amount: '84.30' },
    });
    expect(filing.applicant).toMatchObject({ identity_number: 'AB12345', phone: null });
  });

  it('counts pages, and those of office files as unknown', () => {
    expect(pagesOf([uploaded('a', 3), uploaded('b', null)])).toBe(3);
  });

  it('names the required documents that are not attached', () => {
    const requirements = [
      { id: 'r1', name: 'Vigencia de poder', required: true, formats: [] },
      { id: 'r2', name: 'Plano', required: false, formats: [] },
    ];
    expect(missingRequirements({ requirements } as unknown as ProcedureRead, [])).toEqual(['Vigencia de poder']);
  });
});
