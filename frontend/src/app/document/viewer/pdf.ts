import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist';

export type { PDFDocumentProxy, PDFPageProxy, RenderTask };

/** How many PDF units one CSS pixel holds at 100 %. */
export const PIXELS_PER_POINT = 96 / 72;
const ASSETS = '/pdfjs/';

/** pdf.js, loaded with the first file that needs it. */
export async function openPdf(data: ArrayBuffer): Promise<PDFDocumentLoadingTask> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = `${ASSETS}pdf.worker.min.mjs`;
  return pdfjs.getDocument({
    data,
    cMapUrl: `${ASSETS}cmaps/`,
    standardFontDataUrl: `${ASSETS}standard_fonts/`,
    wasmUrl: `${ASSETS}wasm/`,
    iccUrl: `${ASSETS}iccs/`,
  });
}

/** The page's words over its picture, to select, copy and read aloud. */
export async function drawText(
  page: PDFPageProxy,
  container: HTMLElement,
  scale: number,
  rotation: number,
): Promise<void> {
  const { TextLayer } = await import('pdfjs-dist');
  container.replaceChildren();
  container.style.setProperty('--total-scale-factor', String(scale));
  const viewport = page.getViewport({ scale, rotation });
  await new TextLayer({ textContentSource: page.streamTextContent(), container, viewport }).render();
}
