/** A small picture of a file's first page, for its card. pdf.js loads lazily, and not on slow or metered networks. */

const WIDTH = 128;

interface Network {
  saveData?: boolean;
  effectiveType?: string;
}

/** An object URL to show and later revoke; null when there is no picture to be had. Never throws. */
export async function firstPage(contents: Blob, type: string): Promise<string | null> {
  try {
    if (type.startsWith('image/')) return URL.createObjectURL(contents);
    return type === 'application/pdf' && fast() ? await ofPdf(contents) : null;
  } catch {
    return null;
  }
}

async function ofPdf(contents: Blob): Promise<string | null> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs';
  const task = pdfjs.getDocument({ data: await contents.arrayBuffer() });
  try {
    const page = await (await task.promise).getPage(1);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: WIDTH / natural.width });
    const canvas = document.createElement('canvas');
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport }).promise;
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    return picture && URL.createObjectURL(picture);
  } finally {
    await task.destroy();
  }
}

function fast(): boolean {
  const network = (navigator as Navigator & { connection?: Network }).connection;
  return !network?.saveData && !/2g|3g/.test(network?.effectiveType ?? '');
}
