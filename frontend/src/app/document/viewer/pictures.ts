import { inject, Injectable } from '@angular/core';

import { StaffAttachment } from '../../api/model';
import { Content } from '../content';
import { openPdf } from './pdf';

/** Twice what is shown, for dense screens. */
const WIDTH = 88;
const KEPT = 60;
/** A larger file is not worth fetching whole for a picture of its first page. */
const LARGEST = 12_000_000;

/** Small pictures of first pages: one at a time, when the browser is idle, each file once. */
@Injectable({ providedIn: 'root' })
export class Pictures {
  private readonly content = inject(Content);
  private readonly made = new Map<string, Promise<Blob | null>>();
  private last: Promise<unknown> = Promise.resolve();

  /** Null when there is none to be had: another kind of file, too large, not clean yet, or not readable. */
  of(file: StaffAttachment): Promise<Blob | null> {
    const known = this.made.get(file.id);
    if (known) return known;
    const drawable = file.media_type === 'application/pdf' || file.media_type.startsWith('image/');
    if (!drawable || file.size > LARGEST || file.scan === 'pending' || file.scan === 'infected') {
      return Promise.resolve(null);
    }
    const picture = this.last.then(idle).then(() => this.draw(file));
    const settled = picture.catch(() => null);
    this.last = settled;
    this.made.set(file.id, settled);
    const [oldest] = this.made.keys();
    if (this.made.size > KEPT) this.made.delete(oldest);
    return settled;
  }

  private async draw(file: StaffAttachment): Promise<Blob | null> {
    const contents = await this.content.inline(file.id);
    return file.media_type === 'application/pdf' ? ofPdf(contents) : ofImage(contents);
  }
}

async function ofPdf(contents: Blob): Promise<Blob | null> {
  const task = await openPdf(await contents.arrayBuffer());
  try {
    const page = await (await task.promise).getPage(1);
    const viewport = page.getViewport({ scale: WIDTH / page.getViewport({ scale: 1 }).width });
    const canvas = canvasOf(viewport.width, viewport.height);
    await page.render({ canvas, viewport }).promise;
    return await pictureOf(canvas);
  } finally {
    await task.destroy();
  }
}

/** A scan of many megapixels is kept small: what is in sight is 44 pixels wide. */
async function ofImage(contents: Blob): Promise<Blob | null> {
  const whole = await createImageBitmap(contents, { resizeWidth: WIDTH, resizeQuality: 'medium' });
  const canvas = canvasOf(whole.width, whole.height);
  canvas.getContext('2d')?.drawImage(whole, 0, 0);
  whole.close();
  return pictureOf(canvas);
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width);
  canvas.height = Math.ceil(height);
  return canvas;
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((settle) => canvas.toBlob(settle));
}

function idle(): Promise<void> {
  return new Promise((settle) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => settle(), { timeout: 2000 });
    else setTimeout(settle, 200);
  });
}
