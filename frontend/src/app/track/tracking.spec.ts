import { describe, expect, it } from 'vitest';

import { numberAsPrinted } from './tracking';

describe('a number as people type it', () => {
  for (const [typed, printed] of [
    ['P-2026-000347', 'P-2026-000347'],
    [' p 2026 347 ', 'P-2026-000347'],
    ['exp2026-000291', 'EXP-2026-000291'],
    ['EXP – 2026 – 291', 'EXP-2026-000291'],
    ['P-2026-1000001', 'P-2026-1000001'],
    ['otra cosa', 'OTRA COSA'],
  ]) {
    it(`"${typed}" is ${printed}`, () => expect(numberAsPrinted(typed)).toBe(printed));
  }
});
