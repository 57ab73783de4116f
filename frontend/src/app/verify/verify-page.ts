import { Component, DestroyRef, effect, ElementRef, inject, input, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';

import { Field, Control } from '../ui/field';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { FileDrop } from './file-drop';
import { canScan, QrScanner } from './qr-scanner';
import { VerdictView } from './verdict-view';
import { Verifier } from './verification';

@Component({
  selector: 'mp-verify-page',
  imports: [Control, Field, FileDrop, Line, ProblemBanner, QrScanner, Skeleton, VerdictView],
  providers: [Verifier],
  templateUrl: './verify-page.html',
})
export default class VerifyPage {
  private readonly router = inject(Router);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly verifier = inject(Verifier);

  /** From the address: `/verificar/CODE#PAYLOAD` is what a QR opens. */
  readonly code = input<string>();

  protected readonly scans = canScan();
  protected readonly missing = signal(false);
  protected readonly notOurs = signal(false);

  constructor() {
    effect(() => {
      const code = this.code();
      if (code) untracked(() => void this.look(location.href, code));
    });
    const again = () => this.code() && void this.look(location.href, this.code()!);
    window.addEventListener('hashchange', again);
    inject(DestroyRef).onDestroy(() => window.removeEventListener('hashchange', again));
  }

  protected typed(event: Event, code: string): void {
    event.preventDefault();
    this.missing.set(!code.trim());
    if (code.trim()) void this.go(code.trim());
  }

  protected async handed(file: File): Promise<void> {
    await this.verifier.byFile(file);
    this.show();
  }

  /** A QR that was scanned here: its own address and payload, whoever printed it. */
  protected async scanned(text: string): Promise<void> {
    const code = /\/verificar\/([^/?#]+)/.exec(text)?.[1];
    this.notOurs.set(!code);
    if (!code) return;
    await this.look(text, decodeURIComponent(code));
  }

  protected async another(): Promise<void> {
    this.verifier.forget();
    await this.router.navigate(['/verificar']);
    setTimeout(() => this.host.nativeElement.querySelector('input')?.focus());
  }

  protected again(): void {
    const code = this.code();
    if (code) void this.look(location.href, code);
    else this.verifier.forget();
  }

  private async go(code: string): Promise<void> {
    if (code === this.code()) await this.look(location.href, code);
    else await this.router.navigate(['/verificar', code]);
  }

  private async look(text: string, code: string): Promise<void> {
    if (text.includes('#')) await this.verifier.byQr(text, code);
    else await this.verifier.byCode(code);
    this.show();
  }

  private show(): void {
    setTimeout(() => this.host.nativeElement.querySelector<HTMLElement>('.answer')?.focus());
    window.scrollTo({ top: 0 });
  }
}
