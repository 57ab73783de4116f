import { Component, computed, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { Router } from '@angular/router';

import type { IdentityType } from '../api/model';
import { Control, Field } from '../ui/field';
import { errorOf } from '../ui/field-rules';
import { departmentOf, IDENTITY_NAMES } from '../ui/identity';
import { Line } from '../ui/line';
import { DraftStore } from './draft-store';
import { StepEnd } from './step-end';
import { Steps } from './steps';

const OF_PEOPLE: IdentityType[] = ['dni', 'ce', 'passport', 'ptp', 'ruc'];

@Component({
  selector: 'mp-applicant-step',
  imports: [Control, Field, FormField, Line, StepEnd, Steps],
  templateUrl: './applicant-step.html',
})
export default class ApplicantStep {
  private readonly router = inject(Router);
  private readonly store = inject(DraftStore);

  protected readonly applicant = this.store.form.applicant;
  protected readonly representative = this.store.form.representative;
  protected readonly isLegal = computed(() => this.store.data().applicant.person_type === 'legal');
  protected readonly represented = computed(() => this.store.data().representative.present);
  protected readonly types = OF_PEOPLE.map((code) => ({ code, name: IDENTITY_NAMES[code] }));
  protected readonly numberName = computed(() => IDENTITY_NAMES[this.store.data().applicant.identity_type]);
  protected readonly department = computed(() => {
    const name = departmentOf(this.store.data().applicant.ubigeo);
    const where = 'Seis dígitos de su distrito; están detrás del DNI.';
    return name ? `${where} Departamento: ${name}.` : where;
  });
  protected readonly errorOf = errorOf;

  /** Companies have a RUC; a person's document is theirs to say. */
  protected become(person_type: 'natural' | 'legal'): void {
    this.store.data.update((data) => ({
      ...data,
      applicant: { ...data.applicant, person_type, identity_type: person_type === 'legal' ? 'ruc' : 'dni' },
    }));
  }

  protected next(): void {
    this.applicant().markAsTouched();
    if (this.represented()) this.representative().markAsTouched();
    const [error] = [...this.applicant().errorSummary(), ...this.representative().errorSummary()];
    if (error) error.fieldTree().focusBoundControl();
    else void this.router.navigate(['/presentar', 'documentos']);
  }
}
