import { Component, computed, ElementRef, inject, input, linkedSignal, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';

import { AreaRead, ProcedureRead } from '../../api/model';
import { Setup } from '../../desk/setup';
import { messageFor } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { check, errorOf, filled, upTo } from '../../ui/field-rules';
import { Fault } from '../../ui/identity';
import { complete, posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { Catalogue } from '../catalogue';
import { same } from '../changed';
import { Part } from '../part';
import { bodyOf, draftOf, ProcedureDraft, requirementsOf, soles, termFault } from './procedure-draft';
import { RequirementsEditor } from './requirements-editor';
import { SILENCES, STARTS } from './terms';

/** Writes a procedure, or changes one. */
@Component({
  selector: 'mp-procedure-form',
  imports: [Control, Field, FormField, Part, ProblemBanner, RequirementsEditor],
  styleUrl: './procedure-form.css',
  templateUrl: './procedure-form.html',
})
export class ProcedureForm {
  private readonly catalogue = inject(Catalogue);
  private readonly setup = inject(Setup);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Null for a new one. */
  readonly procedure = input.required<ProcedureRead | null>();
  readonly areas = input.required<AreaRead[]>();
  readonly extensions = input.required<string[]>();
  /** Saved: what to say about it. */
  readonly saved = output<string>();

  protected readonly silences = SILENCES;
  protected readonly starts = STARTS;
  protected readonly draft = linkedSignal(() => draftOf(this.procedure()));
  protected readonly requirements = linkedSignal(() => requirementsOf(this.procedure()));
  protected readonly form = form(this.draft, (path) => {
    check(path.code, filled(30, 'Escriba un código corto, como LIC-01.'));
    check(path.name, filled(200, 'Escriba cómo se llama el trámite.'));
    check(path.description, upTo(5000));
    check(path.term_days, (days) => atOnce(termFault(days)));
    check(path.fee, (fee) => atOnce(soles(fee) === null ? 'Escriba un monto en soles, como 84.30.' : null));
  });
  protected readonly post = posting();
  protected readonly tried = signal(false);
  /** The areas that can be chosen; the one chosen before stays, also out of use. */
  protected readonly choices = computed(() =>
    this.areas().filter(({ id, active }) => active || id === this.procedure()?.area_id),
  );
  protected readonly elsewhere = computed(() => this.post.problem()?.errors.map(({ field }) => field) ?? []);
  protected readonly fault = (path: string) => messageFor(this.post.problem(), path);
  private readonly body = computed(() => bodyOf(this.draft(), this.requirements()));
  private readonly before = computed(() => bodyOf(draftOf(this.procedure()), requirementsOf(this.procedure())));
  private readonly over = signal(false);
  readonly written = computed(() => !this.over() && !same(this.body(), this.before()));

  protected error(name: keyof ProcedureDraft): string | null {
    return errorOf(this.form[name]) ?? this.fault(name);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (!complete(this.form) || !this.requirementsNamed()) return;
    const [seen, body] = [this.procedure(), this.body()];
    const sentence = seen ? `Trámite guardado: ${body.name}.` : `Trámite creado: ${body.name}. Ya se puede presentar.`;
    const act = () => (seen ? this.catalogue.changeProcedure(seen.id, body) : this.catalogue.createProcedure(body));
    await this.end(act, sentence);
  }

  protected async setActive({ id, name }: ProcedureRead, active: boolean): Promise<void> {
    const sentence = active ? `${name}: otra vez en uso.` : `${name}: fuera de uso. Lo presentado sigue su curso.`;
    await this.end(() => this.catalogue.changeProcedure(id, { active }), sentence);
  }

  private async end(act: () => Promise<unknown>, sentence: string): Promise<void> {
    if (!(await this.post.run(act))) return;
    this.over.set(true);
    this.setup.saved();
    this.saved.emit(sentence);
  }

  private requirementsNamed(): boolean {
    const blank = this.requirements().findIndex(({ name }) => !name.trim());
    if (blank < 0) return true;
    this.element.nativeElement.querySelectorAll<HTMLElement>('mp-requirements-editor input[maxlength]')[blank].focus();
    return false;
  }
}

/** Said while one types: a fault that appears when the field is left moves what is being pressed. */
function atOnce(message: string | null): Fault | null {
  return message ? { message, certain: true } : null;
}
