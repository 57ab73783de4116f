import { AuditRead } from '../../api/model';

/** Of rows newest first, the first whose predecessor is shown and is not the one it names; null when all hold. */
export function brokenLink(rows: Pick<AuditRead, 'seq' | 'hash' | 'previous_hash'>[]): number | null {
  const broken = rows.find((row, index) => {
    const before = rows[index + 1];
    return before && before.seq === row.seq - 1 && before.hash !== row.previous_hash;
  });
  return broken?.seq ?? null;
}
