import { Routes } from '@angular/router';

export default [
  { path: '', title: 'Trámites', loadComponent: () => import('./catalogue-page') },
  { path: ':id', title: 'Trámite', loadComponent: () => import('./procedure-page') },
] satisfies Routes;
