import { HttpErrorResponse, HttpHandlerFn, HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';

import { Session, WITHOUT_SESSION } from './session';

/** Sends the session's token to our API, and once more with a new one when the first had just died. */
export const withAccessToken: HttpInterceptorFn = (request, next) => {
  if (
    !request.url.startsWith('/api/') ||
    request.context.get(WITHOUT_SESSION) ||
    request.headers.has('Authorization')
  ) {
    return next(request);
  }
  const session = inject(Session);
  return from(session.token()).pipe(
    switchMap((token) => {
      if (!token) return next(request);
      return next(bearing(request, token)).pipe(
        catchError((error: unknown) => (died(error) ? again(session, request, next, error) : throwError(() => error))),
      );
    }),
  );
};

function again(session: Session, request: HttpRequest<unknown>, next: HttpHandlerFn, error: unknown) {
  return from(session.refresh().then((fresh) => (fresh ? session.token() : null))).pipe(
    switchMap((token) => (token ? next(bearing(request, token)) : throwError(() => error))),
  );
}

function bearing(request: HttpRequest<unknown>, token: string): HttpRequest<unknown> {
  return request.clone({ setHeaders: { Authorization: `Bearer ${token}` } });
}

function died(error: unknown): boolean {
  return error instanceof HttpErrorResponse && error.status === 401;
}
