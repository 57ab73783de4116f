import { FieldContext, SchemaPath, validate } from '@angular/forms/signals';

import { Fault } from './identity';

/** Kinds of error: `certain` shows while one types, `incomplete` once the field was left. */
export function check<T>(
  path: SchemaPath<T>,
  judge: (value: T, context: FieldContext<T>) => Fault | string | null,
): void {
  validate(path, (context) => {
    const found = judge(context.value(), context);
    if (!found) return null;
    const fault = typeof found === 'string' ? { message: found, certain: false } : found;
    return { kind: fault.certain ? 'certain' : 'incomplete', message: fault.message };
  });
}

export function filled(longest: number, sentence: string): (value: string) => Fault | string | null {
  return (value) => (value.trim() ? upTo(longest)(value) : sentence);
}

export function upTo(longest: number): (value: string) => Fault | null {
  return (value) =>
    value.trim().length > longest
      ? { message: `Escriba ${longest} caracteres como máximo; lleva ${value.trim().length}.`, certain: true }
      : null;
}

interface Shown {
  touched(): boolean;
  dirty(): boolean;
  errors(): readonly { kind: string; message?: string }[];
}

/** The error to show beside a field now, or null. */
export function errorOf(field: () => Shown): string | null {
  const state = field();
  const error = state.errors().find(({ kind }) => state.touched() || (kind === 'certain' && state.dirty()));
  return error?.message ?? null;
}
