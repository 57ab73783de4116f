import { Pipe, PipeTransform } from '@angular/core';

/** "1 página", "3 páginas". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

@Pipe({ name: 'plural' })
export class Plural implements PipeTransform {
  transform(count: number, one: string, many?: string): string {
    return plural(count, one, many);
  }
}
