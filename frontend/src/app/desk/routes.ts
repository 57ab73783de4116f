import { inject } from '@angular/core';
import { Router, Routes } from '@angular/router';

import { onlyFor } from '../session/guards';
import { Session } from '../session/session';
import { DeskShell } from './desk-shell';
import { FIRST_DAY } from './places';
import { Setup } from './setup';

/** An administrator has no filings: the first day comes first, and once it is over, the people. */
const adminHasOtherWork = async () => {
  const [session, setup, router] = [inject(Session), inject(Setup), inject(Router)];
  if (session.role() !== 'admin') return true;
  await setup.look();
  return router.createUrlTree([setup.finished() ? '/mesa/personas' : FIRST_DAY]);
};

const administration: Routes = [
  {
    path: 'primer-dia',
    title: 'Primer día',
    loadComponent: () => import('../administration/first-day/first-day-page'),
  },
  {
    path: 'institucion',
    title: 'Institución',
    loadComponent: () => import('../administration/institution/institution-page'),
  },
  {
    path: 'tramites',
    title: 'Trámites',
    loadComponent: () => import('../administration/catalogue/procedures-page'),
  },
  {
    path: 'tramites/:id',
    title: 'Trámite',
    canDeactivate: [(page: { mayLeave(): boolean }) => page.mayLeave()],
    loadComponent: () => import('../administration/catalogue/procedure-page'),
  },
  {
    path: 'tipos-de-documento',
    title: 'Tipos de documento',
    loadComponent: () => import('../administration/catalogue/document-types-page'),
  },
  {
    path: 'motivos-de-observacion',
    title: 'Motivos de observación',
    loadComponent: () => import('../administration/catalogue/reasons-page'),
  },
  {
    path: 'calendario',
    title: 'Calendario',
    loadComponent: () => import('../administration/calendar/calendar-page'),
  },
  {
    path: 'personas',
    title: 'Personas',
    loadComponent: () => import('../administration/users/users-page'),
  },
  {
    path: 'areas',
    title: 'Áreas',
    loadComponent: () => import('../administration/areas/areas-page'),
  },
];

export default [
  {
    path: '',
    component: DeskShell,
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Mesa',
        canActivate: [adminHasOtherWork],
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
        path: 'auditoria',
        title: 'Auditoría',
        canMatch: [onlyFor('admin', 'auditor')],
        loadComponent: () => import('../administration/audit/audit-page'),
      },
      {
        path: 'copias',
        title: 'Copias y archivos',
        canMatch: [onlyFor('admin', 'auditor')],
        loadComponent: () => import('../administration/keeping/keeping-page'),
      },
      ...administration.map((route) => ({ ...route, canMatch: [onlyFor('admin')] })),
    ],
  },
] satisfies Routes;
