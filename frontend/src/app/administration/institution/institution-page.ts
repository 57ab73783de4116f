import { afterRenderEffect, Component, DOCUMENT, inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';

import { Institution } from '../../institution/institution';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { Part } from '../part';
import { ConsentTexts } from './consent-texts';
import { CutoffRules } from './cutoff-rules';
import { DataForm } from './data-form';
import { HoursForm } from './hours-form';
import { KeepsDateForm } from './keeps-date-form';
import { LogoForm } from './logo-form';
import { InstitutionSettings } from './settings';

/** Whose desk this is, when it works, which date counts, and what citizens accept. */
@Component({
  selector: 'mp-institution-page',
  imports: [ConsentTexts, CutoffRules, DataForm, HoursForm, KeepsDateForm, LogoForm, Part, ProblemBanner, Skeleton],
  providers: [InstitutionSettings],
  styleUrl: '../form-page.css',
  template: `
    <div class="page">
      <header><h1>Institución</h1></header>
      @if (settings.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="settings.reload()" />
      } @else if (facts.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="facts.reload()" />
      } @else if (settings.hasValue() && known()) {
        <mp-part
          id="datos"
          heading="Datos"
          hint="Aparecen en la página, en las constancias y en los correos. Lo ya emitido no cambia."
        >
          <mp-data-form [settings]="settings.value()" />
        </mp-part>
        <mp-part
          id="horario"
          heading="Horario de atención"
          hint="El de la ventanilla. Por la página se recibe siempre."
        >
          <mp-hours-form [settings]="settings.value()" />
        </mp-part>
        <mp-part heading="Qué fecha cuenta" hint="Cada regla rige desde un día. Lo ya presentado conserva su fecha.">
          <mp-cutoff-rules [settings]="settings.value()" [today]="known()!.today.date" />
        </mp-part>
        <mp-part heading="Al subsanar" hint="Vale para lo que se subsane desde que usted lo guarde.">
          <mp-keeps-date-form [settings]="settings.value()" />
        </mp-part>
        <mp-part heading="Logo" hint="Un archivo SVG de hasta 100 kB. Se ve en la página y en las constancias.">
          <mp-logo-form [settings]="settings.value()" />
        </mp-part>
        <mp-part
          heading="Consentimiento"
          hint="Lo acepta quien presenta. Un texto publicado no se corrige: se publica otro."
        >
          <mp-consent-texts [settings]="settings.value()" [today]="known()!.today.date" />
        </mp-part>
      } @else {
        <mp-skeleton lines="10" />
      }
    </div>
  `,
})
export default class InstitutionPage {
  private readonly institution = inject(Institution);
  protected readonly settings = inject(InstitutionSettings).read;
  protected readonly facts = this.institution.facts;
  protected readonly known = this.institution.known;

  constructor() {
    const [document, { fragment }] = [inject(DOCUMENT), inject(ActivatedRoute).snapshot];
    // What the address points at is there only once the settings were read.
    const pointed = afterRenderEffect(() => {
      if (!this.settings.hasValue() || !this.known()) return;
      if (fragment) document.getElementById(fragment)?.scrollIntoView();
      pointed.destroy();
    });
  }
}
