import { Component, input } from '@angular/core';

export type Tone = 'done' | 'wait' | 'late' | 'calm';

/** A state told three times: by its word, its shape (circle, diamond, triangle) and its colour. */
@Component({
  selector: 'mp-state',
  host: { '[class]': '"state " + tone()' },
  template: '<span><ng-content /></span>',
})
export class StateMark {
  readonly tone = input<Tone>('calm');
}
