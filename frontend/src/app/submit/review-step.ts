import { Component, computed, inject, viewChild, ElementRef } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';

import { Institution } from '../institution/institution';
import { Session } from '../session/session';
import { errorOf } from '../ui/field-rules';
import { FileSize } from '../ui/file-size';
import { IDENTITY_NAMES } from '../ui/identity';
import { Line } from '../ui/line';
import { Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Uploads } from '../uploads/uploads';
import { ConstanciaStore } from './constancia';
import { DateThatCounts } from './date-that-counts';
import { DraftStore } from './draft-store';
import { filingOf } from './filing';
import { Sending } from './sending';
import { Steps } from './steps';

@Component({
  selector: 'mp-review-step',
  imports: [DateThatCounts, FileSize, FormField, Line, Plural, ProblemBanner, RouterLink, Steps],
  templateUrl: './review-step.html',
  styleUrl: './review-step.css',
})
export default class ReviewStep {
  private readonly router = inject(Router);
  private readonly institution = inject(Institution);
  private readonly uploads = inject(Uploads);
  private readonly constancia = inject(ConstanciaStore);
  protected readonly session = inject(Session);
  protected readonly store = inject(DraftStore);
  protected readonly sending = inject(Sending);
  private readonly outcome = viewChild<ElementRef<HTMLElement>>('outcome');

  protected readonly consent = this.store.form.consent;
  protected readonly data = this.store.data;
  protected readonly identity = IDENTITY_NAMES;
  protected readonly locked = computed(() => this.store.pending() !== null);
  /** Why it cannot be sent yet, each with the step that mends it. */
  protected readonly gaps = computed(() => {
    const { about, applicant, representative, papers } = this.store.form;
    const main = this.store.main();
    const broken = this.store.files().some((file) => ['refused', 'failed'].includes(file.state()));
    return [
      about().invalid() ? { text: 'Complete qué va a presentar', step: 'tramite' } : null,
      applicant().invalid() || representative().invalid() ? { text: 'Complete quién presenta', step: 'quien' } : null,
      main ? null : { text: 'Adjunte su escrito principal', step: 'documentos' },
      broken ? { text: 'Cambie el archivo que no se puede presentar', step: 'documentos' } : null,
      papers().invalid() ? { text: 'Complete los folios y el pago', step: 'documentos' } : null,
    ].filter((gap) => gap !== null);
  });
  protected readonly arriving = computed(() => {
    const files = this.store.files().filter((file) => ['sending', 'waiting', 'checking'].includes(file.state()));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const sent = files.reduce((sum, file) => sum + file.sent(), 0);
    return files.length ? { files: files.length, percent: Math.floor((100 * sent) / (size || 1)) } : null;
  });
  protected readonly errorOf = errorOf;

  protected async send(): Promise<void> {
    if (this.sending.busy()) return;
    this.consent().markAsTouched();
    const [error] = this.consent().errorSummary();
    if (!this.locked() && error) return error.fieldTree().focusBoundControl();
    const main = this.store.main();
    if (!this.locked() && (!main || this.gaps().length || this.arriving())) return;
    const version = this.institution.known()?.consent_texts[0]?.version ?? '1';
    const filing = this.store.pending() ?? filingOf(this.data(), main!, this.store.annexes(), version);
    const presented = await this.sending.send(filing);
    if (!presented) {
      this.sendAgainWhatWasLost();
      setTimeout(() => this.outcome()?.nativeElement.focus());
      return;
    }
    const { subject, folios, applicant } = filing;
    const procedure = this.store.procedure();
    this.constancia.keep({ presented, subject, folios, email: applicant.email, procedure });
    this.store.clear();
    void this.router.navigate(['/presentar', 'constancia'], { replaceUrl: true });
  }

  /** Files whose time on the server ran out are sent once more from this browser. */
  private sendAgainWhatWasLost(): void {
    for (const { field } of this.sending.problem()?.errors ?? []) {
      const place = /^annexes\.(\d+)\.upload_id$/.exec(field)?.[1];
      const file = field === 'main_upload_id' ? this.store.main() : this.store.annexes()[Number(place)]?.file;
      if (file) void this.uploads.again(file, true);
    }
  }
}
