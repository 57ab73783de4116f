const SHORTEST = 10;

export const PASSWORD_HINT = 'Al menos 10 caracteres. Tres o cuatro palabras al azar sirven bien.';

/** What a new password lacks, as far as this page can tell; the server also refuses common ones. */
export function passwordFault(password: string): string | null {
  return password.length < SHORTEST ? `Escriba al menos ${SHORTEST} caracteres.` : null;
}
