import { Injectable, signal } from '@angular/core';

/** What a page wants to say in the header, such as "Guardado en este equipo, 10:42". A page clears what it said. */
@Injectable({ providedIn: 'root' })
export class Masthead {
  readonly status = signal('');
}
