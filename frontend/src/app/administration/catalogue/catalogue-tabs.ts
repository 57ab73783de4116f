import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** The three lists of what can be asked for. */
@Component({
  selector: 'mp-catalogue-tabs',
  imports: [RouterLink, RouterLinkActive],
  styles: `
    nav {
      display: flex;
      gap: 4px;
      margin-left: -12px;
      border-bottom: 1px solid var(--rule);
      overflow-x: auto;
      scrollbar-width: none;
    }
    a {
      border-bottom: 3px solid transparent;
      color: var(--ink-soft);
      font-weight: 560;
      padding: 0 12px;
      min-height: 46px;
      display: flex;
      align-items: center;
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      color: var(--ink);
    }
    a:focus-visible {
      box-shadow: inset 0 0 0 3px var(--stamp);
    }
    .on {
      color: var(--ink);
      border-color: var(--stamp);
      font-weight: 680;
    }
    @media (max-width: 560px) {
      nav {
        margin-left: 0;
        flex-wrap: wrap;
        overflow: visible;
      }
      a {
        padding: 0 10px 0 0;
        min-height: 44px;
      }
    }
  `,
  template: `
    <nav aria-label="Catálogo">
      @for (list of lists; track list.route) {
        <a [routerLink]="list.route" routerLinkActive="on" ariaCurrentWhenActive="page">{{ list.name }}</a>
      }
    </nav>
  `,
})
export class CatalogueTabs {
  protected readonly lists = [
    { route: '/mesa/tramites', name: 'Trámites' },
    { route: '/mesa/tipos-de-documento', name: 'Tipos de documento' },
    { route: '/mesa/motivos-de-observacion', name: 'Motivos de observación' },
  ];
}
