import { Component, input } from '@angular/core';

/** The first page of a file: its picture when there is one, else ruled lines. Decoration: the name stands beside it. */
@Component({
  selector: 'mp-leaf',
  host: { 'aria-hidden': 'true', '[class.drawn]': '!picture()', '[class.faint]': 'faint()' },
  styles: `
    :host {
      display: block;
      width: 64px;
      aspect-ratio: 1/1.414;
      background: #fff;
      border: 1px solid var(--rule);
      box-shadow: 0 1px 2px #0001;
      flex: none;
      overflow: hidden;
    }
    :host(.drawn) {
      padding: 8px 7px;
    }
    :host(.drawn)::before {
      content: '';
      display: block;
      height: 100%;
      background: repeating-linear-gradient(#9aa2b0 0 1.5px, transparent 1.5px 6px);
      opacity: 0.55;
    }
    :host(.faint) {
      opacity: 0.35;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: cover;
      object-position: top;
    }
  `,
  template: `
    @if (picture(); as source) {
      <img [src]="source" alt="" />
    }
  `,
})
export class Leaf {
  readonly picture = input<string | null>(null);
  readonly faint = input(false);
}
