import { HttpClient } from '@angular/common/http';
import { Component, inject, input, resource, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import { ProcedureRead } from '../../api/model';
import { Said } from '../../desk/said';
import { Institution } from '../../institution/institution';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { Catalogue } from '../catalogue';
import { ProcedureForm } from './procedure-form';

const NEW = 'nuevo';

/** One procedure: what it asks for, how long it takes, what it costs. */
@Component({
  selector: 'mp-procedure-page',
  imports: [ProblemBanner, ProcedureForm, RouterLink, Skeleton],
  styleUrl: '../form-page.css',
  host: { '(window:beforeunload)': 'asked($event)' },
  template: `
    <div class="page">
      <header>
        <h1>{{ id() === 'nuevo' ? 'Crear trámite' : (read.value()?.procedure?.name ?? 'Trámite') }}</h1>
        <a class="target" routerLink="/mesa/tramites">Volver a los trámites</a>
      </header>
      @if (read.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="read.reload()" />
      } @else if (facts.error(); as failure) {
        <mp-problem-banner [problem]="failure" (retry)="facts.reload()" />
      } @else if (read.hasValue() && known()) {
        <mp-procedure-form
          [procedure]="read.value().procedure"
          [areas]="read.value().areas"
          [extensions]="known()!.allowed_extensions"
          (saved)="leave($event)"
        />
      } @else {
        <mp-skeleton lines="10" />
      }
    </div>
  `,
})
export default class ProcedurePage {
  private readonly http = inject(HttpClient);
  private readonly catalogue = inject(Catalogue);
  private readonly institution = inject(Institution);
  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly form = viewChild(ProcedureForm);

  /** A procedure's id, or `nuevo`. */
  readonly id = input.required<string>();

  protected readonly read = resource({
    params: () => this.id(),
    loader: async ({ params: id }) => {
      const [procedure, areas] = await Promise.all([this.procedure(id), this.catalogue.areas()]);
      return { procedure, areas };
    },
  });
  protected readonly facts = this.institution.facts;
  protected readonly known = this.institution.known;

  /** Nothing written is lost by a slip. */
  mayLeave(): boolean {
    return !this.form()?.written() || confirm('Hay cambios sin guardar. ¿Salir de todos modos?');
  }

  protected asked(event: BeforeUnloadEvent): void {
    if (this.form()?.written()) event.preventDefault();
  }

  protected leave(sentence: string): void {
    this.said.say(sentence);
    void this.router.navigateByUrl('/mesa/tramites');
  }

  private async procedure(id: string): Promise<ProcedureRead | null> {
    if (id === NEW) return null;
    const address = `/api/v1/procedures/${encodeURIComponent(id)}`;
    return firstValueFrom(this.http.get<ProcedureRead>(address, { params: { inactive: true } }));
  }
}
