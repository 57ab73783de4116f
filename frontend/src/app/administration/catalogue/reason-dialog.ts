import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, resource } from '@angular/core';

import { LegalRuleRead, ObservationReasonRead } from '../../api/model';
import { Institution } from '../../institution/institution';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';
import { posting } from '../../ui/posting';
import { Catalogue } from '../catalogue';
import { everything } from '../everything';
import { orderFault, orderOf } from './order';

/** Makes a reason to observe, changes its text, or takes it out of use. */
@Component({
  selector: 'mp-reason-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: '../dialog-form.css',
  templateUrl: './reason-dialog.html',
})
export class ReasonDialog {
  private readonly http = inject(HttpClient);
  private readonly catalogue = inject(Catalogue);
  private readonly institution = inject(Institution);
  private readonly today = computed(() => this.institution.known()?.today.date ?? '');

  readonly reason = input.required<ObservationReasonRead | 'new' | null>();
  readonly closed = output<void>();
  readonly saved = output<ObservationReasonRead>();

  protected readonly seen = computed(() => {
    const reason = this.reason();
    return reason === 'new' ? null : reason;
  });
  protected readonly code = linkedSignal({ source: this.reason, computation: () => '' });
  protected readonly name = linkedSignal(() => this.seen()?.name ?? '');
  protected readonly text = linkedSignal(() => this.seen()?.text ?? '');
  protected readonly rule = linkedSignal(() => this.seen()?.legal_rule_code ?? '');
  protected readonly order = linkedSignal(() => this.seen()?.position.toString() ?? '');
  protected readonly active = linkedSignal(() => this.seen()?.active ?? true);
  protected readonly tried = linkedSignal({ source: this.reason, computation: () => false });
  protected readonly post = posting();

  private readonly rules = resource({
    params: () => this.reason() !== null || undefined,
    loader: () => everything<LegalRuleRead>(this.http, '/api/v1/legal-rules'),
  });
  /** Those that hold; one already chosen stays. A citation that is not read yet is still kept. */
  protected readonly choices = computed(() => {
    const chosen = this.seen()?.legal_rule_code;
    const all = this.rules.hasValue() ? this.rules.value() : [];
    const holding = all.filter(({ valid_to, code }) => !valid_to || valid_to >= this.today() || code === chosen);
    const known = [...new Map(holding.map(({ code, article }) => [code, { code, article }])).values()];
    if (!chosen || known.some(({ code }) => code === chosen)) return known;
    return [{ code: chosen, article: this.seen()?.legal_rule ?? chosen }, ...known];
  });

  protected blank(value: string, sentence: string): string | null {
    return this.tried() && !value.trim() ? sentence : null;
  }

  protected fault(field: string): string | null {
    return messageFor(this.post.problem(), field);
  }

  protected orderFault(): string | null {
    return (this.tried() && orderFault(this.order())) || this.fault('position');
  }

  protected close(): void {
    this.post.problem.set(null);
    this.closed.emit();
  }

  protected async save(): Promise<void> {
    this.tried.set(true);
    const [seen, code, name, text] = [this.seen(), this.code().trim(), this.name().trim(), this.text().trim()];
    if (!name || !text || (!seen && !code) || orderFault(this.order())) return;
    const body = { name, text, legal_rule: this.rule() || null, ...orderOf(this.order()) };
    await this.post.run(async () => {
      const call = seen
        ? this.catalogue.changeReason(seen.id, { ...body, active: this.active() })
        : this.catalogue.createReason({ ...body, code });
      this.saved.emit(await call);
    });
  }
}
