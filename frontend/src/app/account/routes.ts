import { Routes } from '@angular/router';

import { signedIn } from '../session/guards';

export default [
  { path: 'ingresar', title: 'Ingresar', loadComponent: () => import('./sign-in-page') },
  { path: 'registro', title: 'Crear una cuenta', loadComponent: () => import('./register-page') },
  { path: 'verificar-correo', title: 'Confirmar el correo', loadComponent: () => import('./verify-email-page') },
  { path: 'recuperar', title: 'Recuperar la contraseña', loadComponent: () => import('./forgot-page') },
  { path: 'restablecer', title: 'Nueva contraseña', loadComponent: () => import('./reset-page') },
  { path: 'mi-cuenta', title: 'Mi cuenta', canActivate: [signedIn], loadComponent: () => import('./account-page') },
] satisfies Routes;
