import { Component, DestroyRef, effect, inject, input, signal } from '@angular/core';

/** A photograph or scan. */
@Component({
  selector: 'mp-picture-view',
  host: { tabindex: '0', role: 'region', 'aria-label': 'Imagen' },
  styles: `
    :host {
      display: grid;
      place-items: safe center;
      overflow: auto;
      height: 100%;
      padding: 22px;
    }
    img {
      background: #fff;
      box-shadow: 0 1px 3px #0002;
      max-width: none;
    }
  `,
  template: `
    @if (address(); as source) {
      <img
        #image
        [src]="source"
        [alt]="name()"
        [style.width.px]="width()"
        [style.rotate]="rotation() + 'deg'"
        (load)="natural.set(image.naturalWidth)"
      />
    }
  `,
})
export class PictureView {
  readonly file = input.required<Blob>();
  readonly name = input.required<string>();
  /** 1 is 100 %; null fits the width. */
  readonly zoom = input<number | null>(null);
  readonly rotation = input(0);

  protected readonly address = signal('');
  protected readonly natural = signal(0);

  constructor() {
    let last = '';
    effect(() => {
      const next = URL.createObjectURL(this.file());
      if (last) URL.revokeObjectURL(last);
      this.address.set((last = next));
    });
    inject(DestroyRef).onDestroy(() => URL.revokeObjectURL(last));
  }

  protected width(): number | null {
    const zoom = this.zoom();
    if (!this.natural()) return null;
    return zoom ? this.natural() * zoom : Math.min(this.natural(), 900);
  }
}
