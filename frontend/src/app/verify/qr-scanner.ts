import { Component, DestroyRef, ElementRef, inject, output, signal, viewChild } from '@angular/core';

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const PAUSE_MS = 200;

/** Whether this browser reads QR codes by itself. */
export function canScan(): boolean {
  return 'BarcodeDetector' in window && Boolean(navigator.mediaDevices?.getUserMedia);
}

/** Reads a QR by the camera. */
@Component({
  selector: 'mp-qr-scanner',
  styles: `
    video {
      display: block;
      width: min(100%, 420px);
      aspect-ratio: 1;
      object-fit: cover;
      background: var(--rule);
      margin-top: 12px;
    }
  `,
  template: `
    @if (running()) {
      <video #view muted playsinline aria-label="Cámara: ponga el QR dentro del cuadro"></video>
      <p class="acts" style="margin-top: 10px">
        <button type="button" class="button quiet" (click)="stop()">Cerrar la cámara</button>
        <span class="soft small" role="status">Ponga el QR de la constancia dentro del cuadro.</span>
      </p>
    } @else {
      <button type="button" class="button quiet" (click)="start()">Escanear con la cámara</button>
      @if (refused()) {
        <p class="note wait" role="alert" style="margin-top: 12px">
          No pudimos usar la cámara. Permítala en su navegador, o lea el QR con la cámara del teléfono.
        </p>
      }
    }
  `,
})
export class QrScanner {
  private readonly view = viewChild<ElementRef<HTMLVideoElement>>('view');

  readonly read = output<string>();

  protected readonly running = signal(false);
  protected readonly refused = signal(false);
  private stream: MediaStream | null = null;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  protected async start(): Promise<void> {
    this.refused.set(false);
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      this.running.set(true);
      setTimeout(() => void this.watch());
    } catch {
      this.refused.set(true);
    }
  }

  protected stop(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.running.set(false);
  }

  private async watch(): Promise<void> {
    const video = this.view()?.nativeElement;
    if (!video || !this.stream) return;
    video.srcObject = this.stream;
    await video.play();
    const detector = new (window as unknown as { BarcodeDetector: DetectorClass }).BarcodeDetector({
      formats: ['qr_code'],
    });
    while (this.stream) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found) {
        this.stop();
        this.read.emit(found.rawValue);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
