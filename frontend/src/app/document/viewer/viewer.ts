import { Component, computed, inject, input, linkedSignal, output, resource, signal } from '@angular/core';

import { StaffAttachment } from '../../api/model';
import { Problem, problemOf } from '../../problems/problem';
import { FileSize } from '../../ui/file-size';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { Content } from '../content';
import { PdfView } from './pdf-view';
import { PictureView } from './picture-view';
import { Strip } from './strip';

const ZOOMS = [0.25, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

/** The files of a filing: one large, the others at its foot. */
@Component({
  selector: 'mp-viewer',
  imports: [FileSize, PdfView, PictureView, ProblemBanner, Skeleton, Strip],
  templateUrl: './viewer.html',
  styleUrl: './viewer.css',
})
export class Viewer {
  private readonly content = inject(Content);

  readonly attachments = input.required<StaffAttachment[]>();
  readonly saved = output<Problem | null>();

  private readonly ids = computed(() =>
    this.attachments()
      .map(({ id }) => id)
      .join(),
  );
  private readonly chosen = linkedSignal({ source: this.ids, computation: () => 0 });
  protected readonly file = computed(() => this.attachments().at(this.chosen()) ?? null);
  private readonly fileId = computed(() => this.file()?.id);
  protected readonly kind = computed(() => kindOf(this.file()));

  protected readonly bytes = resource({
    params: () => {
      const id = this.fileId();
      return id && ['pdf', 'picture'].includes(this.kind()) ? id : undefined;
    },
    loader: ({ params }) => this.content.inline(params),
  });
  protected readonly zoom = signal<number | null>(null);
  protected readonly shown = signal(1);
  protected readonly percent = computed(() => `${Math.round((this.zoom() ?? this.shown()) * 100)} %`);
  protected readonly rotation = linkedSignal({ source: this.fileId, computation: () => 0 });
  protected readonly page = linkedSignal({ source: this.fileId, computation: () => 1 });
  protected readonly pages = linkedSignal<number | null>(() => this.file()?.pages ?? null);
  protected readonly unreadable = linkedSignal<string | undefined, Problem | null>({
    source: this.fileId,
    computation: () => null,
  });

  /** The next or the previous file. */
  step(by: number): void {
    this.chosen.update((at) => Math.max(0, Math.min(this.attachments().length - 1, at + by)));
  }

  choose(at: number): void {
    this.chosen.set(at);
  }

  /** The next larger or smaller size. */
  enlarge(by: 1 | -1): void {
    const now = this.zoom() ?? this.shown();
    const next = by > 0 ? ZOOMS.find((zoom) => zoom > now + 0.01) : ZOOMS.findLast((zoom) => zoom < now - 0.01);
    this.zoom.set(next ?? now);
  }

  fit(): void {
    this.zoom.set(null);
  }

  turn(): void {
    this.rotation.update((degrees) => (degrees + 90) % 360);
  }

  async download(): Promise<void> {
    const file = this.file();
    if (!file) return;
    try {
      await this.content.save(`/api/v1/attachments/${file.id}/content`, file.filename);
      this.saved.emit(null);
    } catch (error) {
      this.saved.emit(problemOf(error));
    }
  }
}

type FileKind = 'pdf' | 'picture' | 'office' | 'pending' | 'infected' | 'none';

function kindOf(file: StaffAttachment | null): FileKind {
  if (!file) return 'none';
  if (file.scan === 'pending' || file.scan === 'infected') return file.scan;
  if (file.media_type === 'application/pdf') return 'pdf';
  return file.media_type.startsWith('image/') ? 'picture' : 'office';
}
