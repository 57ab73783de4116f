import { compared } from './arrivals';

const rows = (ids: string) => [...ids].map((id) => ({ id }));
const told = (shown: string, now: string, ends: { all: boolean; hadAll: boolean }) => {
  const { gone, arrived } = compared(rows(shown), rows(now), ends);
  return { gone: [...gone].join(''), arrived: arrived.map(({ id }) => id).join('') };
};

describe('a second look at a list', () => {
  it('tells what came on top and what left in between', () => {
    expect(told('dcba', 'fedba', { all: true, hadAll: true })).toEqual({ gone: 'c', arrived: 'fe' });
  });

  it('takes a row for gone only when the look reached it', () => {
    expect(told('dcba', 'fedc', { all: false, hadAll: false })).toEqual({ gone: '', arrived: 'fe' });
  });

  it('does not take older rows that were never read for arrivals', () => {
    expect(told('dc', 'dcba', { all: true, hadAll: false })).toEqual({ gone: '', arrived: '' });
  });

  it('takes everything for new in a list that was empty', () => {
    expect(told('', 'ba', { all: true, hadAll: true })).toEqual({ gone: '', arrived: 'ba' });
  });
});
