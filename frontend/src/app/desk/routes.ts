import { inject } from '@angular/core';
import { Router, Routes } from '@angular/router';

import { onlyFor } from '../session/guards';
import { Session } from '../session/session';
import { DeskShell } from './desk-shell';

const adminGoesToPeople = () => inject(Session).role() !== 'admin' || inject(Router).createUrlTree(['/mesa/personas']);

export default [
  {
    path: '',
    component: DeskShell,
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Mesa',
        canActivate: [adminGoesToPeople],
        loadComponent: () => import('../inbox/inbox-page'),
      },
      {
        path: 'documentos/:id',
        title: 'Documento',
        canMatch: [onlyFor('clerk', 'officer', 'auditor')],
        loadComponent: () => import('../document/document-page'),
      },
      {
        path: 'avisos',
        title: 'Avisos',
        loadComponent: () => import('../notifications/notifications-page'),
      },
      {
        path: 'perfil',
        title: 'Su cuenta',
        loadComponent: () => import('../profile/profile-page'),
      },
      {
        path: 'personas',
        title: 'Personas',
        canMatch: [onlyFor('admin')],
        loadComponent: () => import('../administration/users/users-page'),
      },
      {
        path: 'areas',
        title: 'Áreas',
        canMatch: [onlyFor('admin')],
        loadComponent: () => import('../administration/areas/areas-page'),
      },
    ],
  },
] satisfies Routes;
