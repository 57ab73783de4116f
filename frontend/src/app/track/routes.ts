import { inject } from '@angular/core';
import { Router, Routes } from '@angular/router';

import { Tracking } from './tracking';

/** Without an open filing the form asks for its number and key. */
const opened = () => inject(Tracking).stillOpen() || inject(Router).createUrlTree(['/consultar']);

export default [
  { path: '', title: 'Consultar un trámite', loadComponent: () => import('./key-page') },
  { path: 'tramite', title: 'Su trámite', canActivate: [opened], loadComponent: () => import('./tracked-page') },
  {
    path: 'subsanar',
    title: 'Subsanar',
    canActivate: [opened],
    loadComponent: () => import('./tracked-correction-page'),
  },
] satisfies Routes;
