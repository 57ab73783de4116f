import { Routes } from '@angular/router';

export default [
  { path: 'constancia', title: 'Constancia', loadComponent: () => import('./constancia-page') },
  {
    path: '',
    loadComponent: () => import('./wizard'),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'tramite' },
      { path: 'tramite', title: 'Presentar: trámite', loadComponent: () => import('./about-step') },
      { path: 'quien', title: 'Presentar: quién presenta', loadComponent: () => import('./applicant-step') },
      { path: 'documentos', title: 'Presentar: documentos', loadComponent: () => import('./files-step') },
      { path: 'revisar', title: 'Presentar: revisar y enviar', loadComponent: () => import('./review-step') },
    ],
  },
] satisfies Routes;
