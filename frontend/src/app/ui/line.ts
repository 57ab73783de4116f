import { Component, input } from '@angular/core';

/** One ruled line of a public page: its label, or what `[hang]` brings, hangs left of the margin. */
@Component({
  selector: 'section[mpLine], nav[mpLine], form[mpLine], div[mpLine]',
  host: { class: 'line' },
  template: `
    <div class="hang">{{ label() }}<ng-content select="[hang]" /></div>
    <div class="on"><ng-content /></div>
  `,
})
export class Line {
  readonly label = input('', { alias: 'mpLine' });
}
