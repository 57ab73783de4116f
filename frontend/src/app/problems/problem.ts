import { HttpErrorResponse } from '@angular/common/http';

export interface ProblemField {
  field: string;
  code: string;
  message: string;
}

/** What went wrong, for a person: RFC 9457 of our server, or the network's silence in the same shape. */
export interface Problem {
  /** 0 when no answer came. */
  status: number;
  code: string;
  title: string;
  detail: string | null;
  errors: ProblemField[];
  /** The request id that support asks for; null when no answer came. */
  instance: string | null;
  /** Seconds to wait before trying again, when the server said so. */
  retryAfter: number | null;
}

const SILENCE: Problem = {
  status: 0,
  code: 'unreachable',
  title: 'No hay conexión con la mesa de partes.',
  detail: 'Revise su internet e intente de nuevo. Lo que escribió sigue aquí.',
  errors: [],
  instance: null,
  retryAfter: null,
};

const UNKNOWN: Omit<Problem, 'status'> = {
  code: 'unknown',
  title: 'No pudimos completar su pedido.',
  detail: 'Intente de nuevo en unos minutos. Si se repite, llame a la mesa de partes.',
  errors: [],
  instance: null,
  retryAfter: null,
};

/** The problem behind any error of a request. Never throws. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpErrorResponse) {
    if (error.status === 0) return SILENCE;
    return fromBody(error.error, error.status, error.headers.get('Retry-After'));
  }
  if (error instanceof Error && error.cause instanceof HttpErrorResponse) return problemOf(error.cause);
  return { ...UNKNOWN, status: -1 };
}

/** The problem in an answer's body, parsed or as text, for requests that do not pass through HttpClient. */
export function fromBody(body: unknown, status: number, retryAfter: string | null = null): Problem {
  const seconds = Number(retryAfter);
  const wait = retryAfter && Number.isFinite(seconds) ? seconds : null;
  const parsed = typeof body === 'string' ? parse(body) : body;
  if (!isProblem(parsed)) return { ...UNKNOWN, status, retryAfter: wait };
  return {
    status,
    code: parsed.code,
    title: parsed.title,
    detail: parsed.detail ?? null,
    errors: parsed.errors ?? [],
    instance: parsed.instance ?? null,
    retryAfter: wait,
  };
}

/** One sentence, or two, that say what happened and what to do. */
export function sentenceOf(problem: Problem): string {
  if (problem.status === 429) {
    return `Hizo muchos intentos seguidos. Espere ${waitOf(problem.retryAfter)} e intente de nuevo.`;
  }
  return [problem.title, problem.detail].filter(Boolean).map(withFullStop).join(' ');
}

/** The message for one field of the form, by its dotted path. */
export function messageFor(problem: Problem | null, field: string): string | null {
  return problem?.errors.find((error) => error.field === field)?.message ?? null;
}

function waitOf(seconds: number | null): string {
  if (!seconds) return 'un minuto';
  return seconds < 90 ? `${seconds} segundos` : `${Math.ceil(seconds / 60)} minutos`;
}

function withFullStop(text: string | null): string {
  return /[.?:]$/.test(text ?? '') ? `${text}` : `${text}.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(body: unknown): body is Partial<Problem> & { code: string; title: string } {
  const candidate = body as Partial<Problem> | null;
  return typeof candidate?.code === 'string' && typeof candidate.title === 'string';
}
