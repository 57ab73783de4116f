import { Component, computed, DestroyRef, effect, inject, input, output, signal } from '@angular/core';

import { sentenceOf } from '../problems/problem';
import { fileSize } from '../ui/file-size';
import { Leaf } from '../ui/leaf';
import { plural } from '../ui/plural';
import { FileUpload } from './file-upload';
import { firstPage } from './first-page';
import { Uploads } from './uploads';

const TONES: Record<string, string> = { info: 'done', warning: 'wait', error: 'late' };

/** A file: its first page, name, pages, size, progress, and what was found, as sentences. */
@Component({
  selector: 'mp-file-card',
  imports: [Leaf],
  templateUrl: './file-card.html',
  styleUrl: './file-card.css',
})
export class FileCard {
  private readonly uploads = inject(Uploads);

  readonly upload = input.required<FileUpload>();
  /** What the file is for; its name then stands below. */
  readonly heading = input<string | null>(null);
  /** Asked to take the file away; `replace` also asks for another in its place. */
  readonly remove = output<void>();
  readonly replace = output<void>();

  protected readonly picture = signal<string | null>(null);
  protected readonly state = computed(() => this.upload().state());
  protected readonly title = computed(() => this.heading() ?? this.upload().name);
  protected readonly percent = computed(() => Math.floor((100 * this.upload().sent()) / (this.upload().size || 1)));
  protected readonly moving = computed(() => ['sending', 'waiting'].includes(this.state()));
  protected readonly facts = computed(() => {
    const { name, size } = this.upload();
    const pages = this.upload().pages();
    const sent = this.moving() ? `${fileSize(this.upload().sent())} de ${fileSize(size)}` : fileSize(size);
    return [this.heading() ? name : null, pages ? plural(pages, 'página') : null, sent].filter(Boolean).join(' · ');
  });
  protected readonly findings = computed(() =>
    (this.upload().result()?.findings ?? []).map(({ severity, message }) => ({
      tone: TONES[severity] ?? 'wait',
      message,
    })),
  );
  protected readonly refusal = computed(() => {
    const problem = this.upload().problem();
    return problem ? sentenceOf(problem) : null;
  });

  constructor() {
    effect((onCleanup) => {
      const upload = this.upload();
      let left = false;
      onCleanup(() => (left = true));
      if (upload.state() === 'ready') void this.draw(upload, () => left);
    });
    inject(DestroyRef).onDestroy(() => URL.revokeObjectURL(this.picture() ?? ''));
  }

  protected retry(): void {
    void this.uploads.again(this.upload());
  }

  protected async view(): Promise<void> {
    const contents = await this.uploads.contents(this.upload());
    if (!contents) return;
    const address = URL.createObjectURL(contents);
    window.open(address, '_blank', 'noopener');
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  private async draw(upload: FileUpload, left: () => boolean): Promise<void> {
    const contents = await this.uploads.contents(upload);
    const picture = contents && (await firstPage(contents, upload.result()?.media_type ?? upload.type));
    if (picture && !left()) this.picture.set(picture);
  }
}
