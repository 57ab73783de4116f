import { KeepingRunRead } from '../../api/model';
import { ago, lasted, span, standingOf } from './standing';

const run = (over: Partial<KeepingRunRead>): KeepingRunRead => ({
  id: '1',
  kind: 'storage_check',
  state: 'done',
  requested_at: '2026-11-24T08:30:00Z',
  requested_by: null,
  started_at: '2026-11-24T08:30:00Z',
  finished_at: '2026-11-24T08:31:00Z',
  seconds: 60,
  progress: null,
  ok: true,
  summary: '',
  ...over,
});

describe('how the keeping stands', () => {
  it('is up to date when the last one was well and none is due', () => {
    expect(standingOf({ last: run({}), late: false })).toEqual({ tone: 'done', word: 'Al día' });
  });

  it('is late, as the alert has it, when the last good one is too old', () => {
    expect(standingOf({ last: run({}), late: true })).toEqual({ tone: 'late', word: 'Fuera de plazo' });
  });

  it('says first what went wrong', () => {
    expect(standingOf({ last: run({ ok: false }), late: true }).word).toBe('Con hallazgos');
    expect(standingOf({ last: run({ ok: null, state: 'failed' }), late: false }).word).toBe('No se pudo hacer');
  });

  it('is no alarm while nothing was due yet', () => {
    expect(standingOf({ last: null, late: false }).tone).toBe('calm');
    expect(standingOf({ last: null, late: true }).tone).toBe('late');
  });
});

describe('times', () => {
  it.each([
    [0.3, '1 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [3840, '1 h 4 min'],
  ])('%d seconds lasted %s', (seconds, said) => expect(lasted(seconds)).toBe(said));

  it('tells ages in the unit one would', () => {
    const now = new Date('2026-11-24T20:00:00Z');
    expect(ago('2026-11-24T19:59:30Z', now)).toBe('hace un momento');
    expect(ago('2026-11-24T03:00:00Z', now)).toBe('hace 17 horas');
    expect(ago('2026-11-20T03:00:00Z', now)).toBe('hace 4 días');
    expect(span(26 * 3600)).toBe('26 horas');
    expect(span(35 * 86_400)).toBe('35 días');
  });
});
