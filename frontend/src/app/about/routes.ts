import { Routes } from '@angular/router';

export default [
  { path: 'accesibilidad', title: 'Accesibilidad', loadComponent: () => import('./accessibility-page') },
  { path: 'privacidad', title: 'Privacidad', loadComponent: () => import('./privacy-page') },
  { path: 'sin-permiso', title: 'Sin permiso', loadComponent: () => import('../shell/not-allowed-page') },
] satisfies Routes;
