import { Routes } from '@angular/router';

export default [
  { path: '', title: 'Mis trámites', loadComponent: () => import('./own-list-page') },
  { path: ':id', title: 'Su trámite', loadComponent: () => import('./own-page') },
  { path: ':id/subsanar', title: 'Subsanar', loadComponent: () => import('./own-correction-page') },
] satisfies Routes;
