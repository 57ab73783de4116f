import { Component, DestroyRef, effect, ElementRef, inject, input, signal } from '@angular/core';

import { StaffAttachment } from '../../api/model';
import { Leaf } from '../../ui/leaf';
import { Pictures } from './pictures';

/** The first page of a file, drawn when it comes into sight and nothing more urgent is to do; else a sheet or its kind. */
@Component({
  selector: 'mp-thumbnail',
  imports: [Leaf],
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: block;
      width: 44px;
      height: 62px;
    }
    mp-leaf {
      width: 44px;
    }
    b {
      display: grid;
      place-items: end center;
      height: 100%;
      padding-bottom: 6px;
      background: #fff;
      color: #161c2d;
      border: 1px solid var(--rule);
      border-top: 5px solid var(--stamp);
      font:
        600 0.6875rem/1 Mono,
        monospace;
    }
  `,
  template: `
    @if (office(); as kind) {
      <b>{{ kind }}</b>
    } @else {
      <mp-leaf [picture]="picture()" />
    }
  `,
})
export class Thumbnail {
  private readonly pictures = inject(Pictures);
  readonly file = input.required<StaffAttachment>();
  protected readonly picture = signal<string | null>(null);
  private readonly seen = signal(false);

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.seen.set(true);
    });
    watcher.observe(host);
    inject(DestroyRef).onDestroy(() => watcher.disconnect());
    effect((onCleanup) => {
      if (!this.seen() || this.office()) return;
      let gone = false;
      let shown: string | null = null;
      void this.pictures.of(this.file()).then((picture) => {
        shown = picture && URL.createObjectURL(picture);
        if (gone) URL.revokeObjectURL(shown ?? '');
        else this.picture.set(shown);
      });
      onCleanup(() => {
        gone = true;
        if (shown) URL.revokeObjectURL(shown);
      });
    });
  }

  protected office(): string | null {
    const ending = this.file().filename.split('.').at(-1)?.toLowerCase() ?? '';
    return ['docx', 'xlsx'].includes(ending) ? ending : null;
  }
}
