import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  model,
  output,
  signal,
} from '@angular/core';

import { Problem } from '../../problems/problem';
import { Skeleton } from '../../ui/skeleton';
import { openPdf, PDFDocumentProxy, PIXELS_PER_POINT } from './pdf';
import { PdfPage } from './pdf-page';

const MARGIN = 48;
const UNREADABLE: Problem = {
  status: -1,
  code: 'pdf_unreadable',
  title: 'Este navegador no pudo mostrar el PDF.',
  detail: 'Descárguelo para verlo con otro programa.',
  errors: [],
  instance: null,
  retryAfter: null,
};

/** The pages of a PDF, one below the other. */
@Component({
  selector: 'mp-pdf-view',
  imports: [PdfPage, Skeleton],
  host: { tabindex: '0', role: 'region', 'aria-label': 'Páginas del archivo', '(scroll)': 'scrolled()' },
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 18px;
      padding: 22px 0;
      overflow: auto;
      height: 100%;
      align-items: safe center;
    }
    mp-skeleton {
      width: min(92%, 560px);
    }
  `,
  template: `
    @if (pdf(); as document) {
      @for (number of numbers(); track number) {
        <mp-pdf-page [pdf]="document" [number]="number" [scale]="scale()" [rotation]="rotation()" [likely]="likely()" />
      }
    } @else {
      <mp-skeleton lines="12" />
    }
  `,
})
export class PdfView {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly file = input.required<Blob>();
  /** 1 is 100 %; null fits the width, at most 100 %. */
  readonly zoom = input<number | null>(null);
  readonly rotation = input(0);
  readonly page = model(1);
  readonly pages = output<number>();
  readonly shown = output<number>();
  readonly failed = output<Problem>();

  protected readonly pdf = signal<PDFDocumentProxy | null>(null);
  private readonly first = signal({ width: 595, height: 842 });
  private readonly room = signal(0);
  protected readonly numbers = computed(() => Array.from({ length: this.pdf()?.numPages ?? 0 }, (_, at) => at + 1));
  private readonly factor = computed(() => {
    const { width, height } = this.first();
    const wide = (this.rotation() % 180 ? height : width) * PIXELS_PER_POINT;
    return this.zoom() ?? Math.min(1, Math.max(0.2, (this.room() - MARGIN) / wide));
  });
  protected readonly scale = computed(() => this.factor() * PIXELS_PER_POINT);
  protected readonly likely = computed(() => {
    const { width, height } = this.first();
    const [w, h] = this.rotation() % 180 ? [height, width] : [width, height];
    return { width: w * this.scale(), height: h * this.scale() };
  });

  constructor() {
    const watcher = new ResizeObserver(() => this.room.set(this.host.clientWidth));
    watcher.observe(this.host);
    inject(DestroyRef).onDestroy(() => watcher.disconnect());
    effect(() => this.shown.emit(this.factor()));
    effect((onCleanup) => {
      const file = this.file();
      const gone = new AbortController();
      onCleanup(() => gone.abort());
      void this.load(file, gone.signal);
    });
  }

  private async load(file: Blob, gone: AbortSignal): Promise<void> {
    this.pdf.set(null);
    this.host.scrollTop = 0;
    try {
      const task = await openPdf(await file.arrayBuffer());
      gone.addEventListener('abort', () => void task.destroy());
      if (gone.aborted) return void task.destroy();
      const pdf = await task.promise;
      const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
      if (gone.aborted) return;
      this.first.set({ width, height });
      this.pdf.set(pdf);
      this.page.set(1);
      this.pages.emit(pdf.numPages);
    } catch {
      if (!gone.aborted) this.failed.emit(UNREADABLE);
    }
  }

  /** The page in the upper third is the one being read. */
  protected scrolled(): void {
    const line = this.host.scrollTop + this.host.clientHeight / 3;
    const tops = [...this.host.querySelectorAll<HTMLElement>('mp-pdf-page')].map(({ offsetTop }) => offsetTop);
    this.page.set(Math.max(1, tops.findLastIndex((top) => top - this.host.offsetTop <= line) + 1));
  }
}
