import { Component, DestroyRef, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core';

import { drawText, PDFDocumentProxy, PDFPageProxy, RenderTask } from './pdf';

/** A canvas larger than this makes phones drop the page. */
const MOST_PIXELS = 16_000_000;

/** One page of a PDF, drawn when it comes near the screen and let go when it leaves. */
@Component({
  selector: 'mp-pdf-page',
  host: { '[style.width.px]': 'size().width', '[style.height.px]': 'size().height' },
  styleUrl: './pdf-page.css',
  template: `
    <canvas #canvas aria-hidden="true"></canvas>
    <div #text class="text"></div>
  `,
})
export class PdfPage {
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly text = viewChild.required<ElementRef<HTMLElement>>('text');
  private task: RenderTask | null = null;
  private turn = 0;

  readonly pdf = input.required<PDFDocumentProxy>();
  readonly number = input.required<number>();
  readonly scale = input.required<number>();
  readonly rotation = input.required<number>();
  /** Of the first page, until this one is known. */
  readonly likely = input.required<{ width: number; height: number }>();

  private readonly near = signal(false);
  private readonly page = signal<PDFPageProxy | null>(null);
  protected readonly size = signal({ width: 0, height: 0 });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const watcher = new IntersectionObserver((entries) => this.near.set(entries.at(-1)!.isIntersecting), {
      rootMargin: '800px',
    });
    watcher.observe(host);
    inject(DestroyRef).onDestroy(() => {
      watcher.disconnect();
      this.clear();
    });
    effect(() => {
      const page = this.page();
      const { width, height } =
        page?.getViewport({ scale: this.scale(), rotation: this.turned(page) }) ?? this.likely();
      this.size.set({ width: Math.floor(width), height: Math.floor(height) });
    });
    effect(() => {
      const [near, scale, rotation] = [this.near(), this.scale(), this.rotation()];
      if (near) void this.draw(scale, rotation);
      else this.clear();
    });
  }

  private turned(page: PDFPageProxy, rotation = this.rotation()): number {
    return (page.rotate + rotation) % 360;
  }

  private async draw(scale: number, rotation: number): Promise<void> {
    const turn = ++this.turn;
    const page = await this.pdf().getPage(this.number());
    if (turn !== this.turn) return;
    this.page.set(page);
    this.task?.cancel();
    const viewport = page.getViewport({ scale, rotation: this.turned(page, rotation) });
    const density = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
    const canvas = this.canvas().nativeElement;
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    this.task = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
    try {
      await this.task.promise;
      if (turn === this.turn) await drawText(page, this.text().nativeElement, scale, this.turned(page, rotation));
    } catch (error) {
      // A drawing that gave way to a newer one is no failure.
      if ((error as Error).name !== 'RenderingCancelledException') throw error;
    }
  }

  private clear(): void {
    this.turn++;
    this.task?.cancel();
    this.task = null;
    const canvas = this.canvas().nativeElement;
    canvas.width = canvas.height = 0;
    this.text().nativeElement.replaceChildren();
  }
}
