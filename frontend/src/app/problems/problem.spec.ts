import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';

import { messageFor, problemOf, sentenceOf } from './problem';

const body = {
  code: 'validation',
  title: 'Revise los datos',
  detail: null,
  errors: [{ field: 'applicant.email', code: 'email_invalid', message: 'Mal.' }],
};

describe('problems', () => {
  it('reads RFC 9457 from an answer', () => {
    const problem = problemOf(new HttpErrorResponse({ status: 422, error: body }));
    expect(problem).toMatchObject({ status: 422, code: 'validation', instance: null });
    expect(messageFor(problem, 'applicant.email')).toBe('Mal.');
    expect(sentenceOf(problem)).toBe('Revise los datos.');
  });

  it('reads one that came as text, such as beside a blob', () => {
    expect(problemOf(new HttpErrorResponse({ status: 404, error: JSON.stringify(body) })).code).toBe('validation');
  });

  it('tells silence from an answer without a problem', () => {
    expect(problemOf(new HttpErrorResponse({ status: 0 })).code).toBe('unreachable');
    expect(problemOf(new HttpErrorResponse({ status: 502, error: '<html>' }))).toMatchObject({
      status: 502,
      code: 'unknown',
    });
    expect(problemOf(new TypeError('x')).status).toBe(-1);
  });

  it('says how long to wait', () => {
    const headers = new HttpHeaders({ 'Retry-After': '120' });
    expect(sentenceOf(problemOf(new HttpErrorResponse({ status: 429, error: body, headers })))).toContain('2 minutos');
  });
});
