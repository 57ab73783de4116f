import { Routes } from '@angular/router';

import { HomePage } from './home/home-page';
import { onlyFor } from './session/guards';
import { PublicShell } from './shell/public-shell';

/** Public pages lie on the ruled sheet; what staff use brings its own shell and loads only for them. */
export const routes: Routes = [
  {
    path: '',
    component: PublicShell,
    children: [
      { path: '', pathMatch: 'full', component: HomePage },
      { path: 'tramites', loadChildren: () => import('./catalogue/routes') },
      { path: 'presentar', loadChildren: () => import('./submit/routes') },
      { path: 'consultar', loadChildren: () => import('./track/routes') },
      {
        path: 'recuperar-clave',
        title: 'Recuperar la clave',
        loadComponent: () => import('./track/recover-key-page'),
      },
      { path: 'mis-tramites', canMatch: [onlyFor('citizen')], loadChildren: () => import('./track/own-routes') },
      { path: 'verificar', loadChildren: () => import('./verify/routes') },
      { path: '', loadChildren: () => import('./about/routes') },
      { path: '', loadChildren: () => import('./account/routes') },
    ],
  },
  {
    path: 'mesa',
    canMatch: [onlyFor('clerk', 'officer', 'auditor', 'admin')],
    loadChildren: () => import('./desk/routes'),
  },
  {
    path: '**',
    component: PublicShell,
    children: [{ path: '', title: 'No encontramos la página', loadComponent: () => import('./shell/not-found-page') }],
  },
];
