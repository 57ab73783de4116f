/** Photos of paper become one PDF of A4 pages, in the browser. pdf-lib loads only when somebody does this. */

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = 18;
/** Enough to read 8-point print on A4, and about 400 kB a page. */
const LONGEST_SIDE = 2000;
const QUALITY = 0.82;

/** One PDF named `name` with a page for each photo, in their order. Throws when a photo cannot be read as an image. */
export async function photosToPdf(photos: Blob[], name: string): Promise<File> {
  const { PDFDocument } = await import('pdf-lib');
  const pdf = await PDFDocument.create();
  pdf.setTitle(name);
  for (const photo of photos) {
    const image = await pdf.embedJpg(await shrunk(photo));
    const landscape = image.width > image.height;
    const page = pdf.addPage(landscape ? [A4.height, A4.width] : [A4.width, A4.height]);
    const room = { width: page.getWidth() - 2 * MARGIN, height: page.getHeight() - 2 * MARGIN };
    const { width, height } = image.scaleToFit(room.width, room.height);
    page.drawImage(image, { x: (page.getWidth() - width) / 2, y: (page.getHeight() - height) / 2, width, height });
  }
  const bytes = await pdf.save();
  return new File([bytes.slice().buffer], `${name}.pdf`, { type: 'application/pdf' });
}

async function shrunk(photo: Blob): Promise<ArrayBuffer> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!jpeg) throw new Error('The browser could not write the photo as JPEG');
  return jpeg.arrayBuffer();
}
