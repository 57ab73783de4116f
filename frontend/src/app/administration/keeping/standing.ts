import { KeepingPart, KeepingRunRead } from '../../api/model';
import { plural } from '../../ui/plural';
import { Tone } from '../../ui/state-mark';

export type Kind = KeepingRunRead['kind'];

interface Words {
  name: string;
  /** What it is when it came to its end and not all was well. */
  faulty: string;
  /** What the button says, where there is one. */
  verb: string;
  /** What is said while it runs. */
  running: string;
}

export const WORDS: Record<Kind, Words> = {
  backup: { name: 'Copia', faulty: 'Con fallas', verb: '', running: 'Copiando…' },
  drill: {
    name: 'Ensayo de restauración',
    faulty: 'No cuadra',
    verb: 'Ensayar la restauración',
    running: 'Restaurando la última copia en un lugar aparte…',
  },
  storage_check: {
    name: 'Comprobación de archivos',
    faulty: 'Con hallazgos',
    verb: 'Comprobar los archivos',
    running: 'Comprobando cada archivo…',
  },
};

/** How one run ended. */
export function endOf({ kind, state, ok }: KeepingRunRead): { tone: Tone; word: string } {
  if (state === 'failed') return { tone: 'late', word: 'No se pudo hacer' };
  return ok ? { tone: 'done', word: 'Bien' } : { tone: 'late', word: WORDS[kind].faulty };
}

/** How a kind stands: what ended badly comes before what is only late. */
export function standingOf({ last, late }: Pick<KeepingPart, 'last' | 'late'>): { tone: Tone; word: string } {
  if (!last) return { tone: late ? 'late' : 'calm', word: 'Todavía no se ha hecho' };
  const end = endOf(last);
  if (end.tone === 'late') return end;
  return late ? { tone: 'late', word: 'Fuera de plazo' } : { tone: 'done', word: 'Al día' };
}

/** "12 s", "3 min 20 s", "1 h 4 min". */
export function lasted(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${Math.max(1, whole)} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
}

/** "26 horas", "35 días". */
export function span(seconds: number): string {
  if (seconds < 3600) return plural(Math.max(1, Math.floor(seconds / 60)), 'minuto');
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? plural(hours, 'hora') : plural(Math.floor(hours / 24), 'día');
}

/** "hace 17 horas"; `instant` is RFC 3339. */
export function ago(instant: string, now: Date): string {
  const seconds = (now.getTime() - new Date(instant).getTime()) / 1000;
  return seconds < 60 ? 'hace un momento' : `hace ${span(seconds)}`;
}
