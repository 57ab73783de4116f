import { Routes } from '@angular/router';

export default [
  { path: '', title: 'Verificar una constancia', loadComponent: () => import('./verify-page') },
  { path: ':code', title: 'Verificar una constancia', loadComponent: () => import('./verify-page') },
] satisfies Routes;
