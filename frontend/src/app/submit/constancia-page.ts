import { Component, computed, inject, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Institution } from '../institution/institution';
import { CopyButton } from '../ui/copy-button';
import { LongDay } from '../ui/dates';
import { DeadlineLedger } from '../ui/deadline-ledger';
import { Dialog } from '../ui/dialog';
import { Line } from '../ui/line';
import { Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Qr } from '../ui/qr';
import { Stamp } from '../ui/stamp';
import { Constancia, ConstanciaStore } from './constancia';

import { ReceiptAccess } from './receipt-access';

@Component({
  selector: 'mp-constancia-page',
  imports: [CopyButton, DeadlineLedger, Dialog, Line, LongDay, Plural, ProblemBanner, Qr, RouterLink, Stamp],
  templateUrl: './constancia-page.html',
  styleUrl: './constancia-page.css',
})
export default class ConstanciaPage {
  private readonly access = inject(ReceiptAccess);
  private readonly router = inject(Router);
  private readonly store = inject(ConstanciaStore);
  protected readonly institution = inject(Institution).known;

  protected readonly kept = this.store.kept;
  protected readonly downloading = signal(false);
  protected readonly failure = signal<unknown>(null);
  protected readonly leaving = signal(false);
  protected readonly who = computed(() => {
    const known = this.institution();
    return known ? `${known.short_name} · ${known.desk_name}` : 'Mesa de Partes';
  });
  protected readonly deadline = resource({
    params: () => this.kept()?.presented,
    loader: ({ params }) => this.access.deadline(params),
  });
  protected readonly counted = computed(() => {
    const deadline = this.deadline.hasValue() ? this.deadline.value() : null;
    return deadline?.due_on ? deadline : null;
  });

  protected numberAndKey({ presented }: Constancia): string {
    return `Número: ${presented.number}\nClave: ${presented.access_key}\n${location.origin}/consultar`;
  }

  /** In fours, as people read codes aloud; dashes do not matter when it is typed. */
  protected grouped(code: string): string {
    return code.match(/.{1,4}/g)?.join('-') ?? code;
  }

  protected fingerprint(sha256: string): string {
    return `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;
  }

  protected async download({ presented }: Constancia): Promise<void> {
    this.downloading.set(true);
    this.failure.set(null);
    try {
      const address = URL.createObjectURL(await this.access.pdf(presented));
      const link = document.createElement('a');
      link.href = address;
      link.download = `constancia-${presented.number}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch (error) {
      this.failure.set(error);
    } finally {
      this.downloading.set(false);
    }
  }

  protected print(): void {
    window.print();
  }

  protected leave(): void {
    this.leaving.set(false);
    this.store.leave();
    void this.router.navigate(['/']);
  }
}
