import { inject } from '@angular/core';
import { CanActivateFn, CanMatchFn, Router, UrlTree } from '@angular/router';

import { Session } from './session';
import { Role } from './user';

/** Lets in who is signed in; others sign in first and come back to where they were going (`?ir=`). */
export const signedIn: CanActivateFn = (_route, state) => allowed(state.url, null);

/**
 * Lets in the given roles, before their code is even loaded. Who is not signed in signs in first and comes back;
 * who has another role is told so.
 */
export function onlyFor(...roles: Role[]): CanMatchFn {
  return (_route, segments) => {
    const search = inject(Router).currentNavigation()?.extractedUrl.toString();
    return allowed(search ?? `/${segments.join('/')}`, roles);
  };
}

async function allowed(url: string, roles: Role[] | null): Promise<boolean | UrlTree> {
  const session = inject(Session);
  const router = inject(Router);
  await session.restored();
  const role = session.role();
  if (!role) return router.createUrlTree(['/ingresar'], { queryParams: { ir: url } });
  return !roles || roles.includes(role) || router.createUrlTree(['/sin-permiso']);
}
