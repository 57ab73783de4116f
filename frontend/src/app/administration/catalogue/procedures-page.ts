import { Component, computed, DestroyRef, ElementRef, inject, resource, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { ProcedureRead } from '../../api/model';
import { Keys } from '../../desk/keys';
import { Plural, plural } from '../../ui/plural';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark } from '../../ui/state-mark';
import { Catalogue } from '../catalogue';
import { matches } from '../words';
import { CatalogueTabs } from './catalogue-tabs';

/** Every procedure, in use or not. */
@Component({
  selector: 'mp-procedures-page',
  imports: [CatalogueTabs, Plural, ProblemBanner, RouterLink, Skeleton, StateMark],
  styleUrl: '../list.css',
  templateUrl: './procedures-page.html',
})
export default class ProceduresPage {
  private readonly catalogue = inject(Catalogue);
  private readonly router = inject(Router);
  private readonly seek = viewChild<ElementRef<HTMLInputElement>>('seek');

  protected readonly read = resource({
    loader: async () => {
      const [procedures, areas] = await Promise.all([this.catalogue.procedures(), this.catalogue.areas()]);
      return { procedures, areas: new Map(areas.map(({ id, code }) => [id, code])) };
    },
  });
  protected readonly search = signal('');
  protected readonly use = signal<'' | 'yes' | 'no'>('');
  protected readonly all = computed(() => (this.read.hasValue() ? this.read.value().procedures : []));
  protected readonly found = computed(() =>
    this.all().filter(
      ({ code, name, description, active }) =>
        matches(`${code} ${name} ${description}`, this.search()) && (!this.use() || active === (this.use() === 'yes')),
    ),
  );

  constructor() {
    inject(Keys).during(inject(DestroyRef), [
      { title: 'Buscar un trámite', group: 'En la lista', keys: ['/'], run: () => this.seek()?.nativeElement.focus() },
      {
        title: 'Crear un trámite',
        group: 'En la lista',
        keys: ['n'],
        run: () => void this.router.navigateByUrl('/mesa/tramites/nuevo'),
      },
    ]);
  }

  protected term({ term_days }: ProcedureRead): string {
    return term_days ? plural(term_days, 'día hábil', 'días hábiles') : 'Sin plazo';
  }

  protected fee({ fee }: ProcedureRead): string {
    return Number(fee) ? `S/ ${Number(fee).toFixed(2)}` : 'Gratuito';
  }

  protected area({ area_id }: ProcedureRead): string {
    return (this.read.hasValue() && area_id && this.read.value().areas.get(area_id)) || '';
  }
}
