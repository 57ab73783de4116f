import { brokenLink } from './chain';

const rows = [
  { seq: 9, hash: 'i', previous_hash: 'h' },
  { seq: 8, hash: 'h', previous_hash: 'g' },
  { seq: 5, hash: 'e', previous_hash: 'd' },
];

describe('the links of the trail', () => {
  it('hold when each names the row before it; rows that are not neighbours prove nothing', () => {
    expect(brokenLink(rows)).toBeNull();
    expect(brokenLink([])).toBeNull();
  });

  it('name the row that does not follow', () => {
    expect(brokenLink(rows.map((row) => (row.seq === 8 ? { ...row, hash: 'x' } : row)))).toBe(9);
  });
});
