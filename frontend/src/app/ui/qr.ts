import { Component, computed, input } from '@angular/core';
import { encode } from 'uqr';

/** A QR code drawn as one path, black on white in every theme: cameras expect it so. */
@Component({
  selector: 'mp-qr',
  host: { role: 'img', '[attr.aria-label]': 'name() || "Código QR que abre " + text()' },
  styles: `
    :host {
      display: block;
      width: 132px;
      height: 132px;
      background: #fff;
      padding: 8px;
      outline: 1px solid var(--rule);
      flex: none;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      shape-rendering: crispEdges;
    }
  `,
  template: `
    <svg [attr.viewBox]="'0 0 ' + code().size + ' ' + code().size" aria-hidden="true">
      <path fill="#161c2d" [attr.d]="code().path" />
    </svg>
  `,
})
export class Qr {
  readonly text = input.required<string>();
  /** What it is for; without it, it opens an address. */
  readonly name = input('');

  protected readonly code = computed(() => {
    const { size, data } = encode(this.text(), { border: 0 });
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    return { size, path };
  });
}
