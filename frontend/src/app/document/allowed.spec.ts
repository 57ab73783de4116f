import { DocumentRead } from '../api/model';
import { allowed } from './allowed';

const filing = (status: string, extra: Partial<DocumentRead> = {}) =>
  ({ status, legs: [], holder: null, ...extra }) as unknown as DocumentRead;

describe('what the desk offers', () => {
  it('lets a clerk register, observe, send elsewhere, strike out and take what is new', () => {
    expect([...allowed(filing('presented'), 'clerk', 'me')]).toEqual([
      'receive',
      'observe',
      'forward',
      'void',
      'claim',
    ]);
  });

  it('observes only once', () => {
    expect(allowed(filing('corrected'), 'clerk', 'me').has('observe')).toBe(false);
  });

  it('lets go only what is in one’s own hands', () => {
    const mine = allowed(filing('presented', { holder: { id: 'me', name: 'Lidia' } }), 'clerk', 'me');
    expect([mine.has('claim'), mine.has('release')]).toEqual([false, true]);
  });

  it('forwards and voids nothing that was ever sent to an area', () => {
    const back = filing('received', { legs: [{ id: 'leg' }] as DocumentRead['legs'] });
    expect([...allowed(back, 'clerk', 'me')]).toEqual(['route']);
  });

  it('offers an auditor nothing', () => {
    expect(allowed(filing('presented'), 'auditor', 'me').size).toBe(0);
  });
});
