import { User } from '../session/user';

/** A place of the inside, for those whose work is there. */
export interface Place {
  name: string;
  route: string;
  /** After `g`. */
  key: string;
  /** The route of the place it belongs to: that one stands in the rail for it. */
  within?: string;
}

export const FIRST_DAY = '/mesa/primer-dia';
const PROCEDURES = '/mesa/tramites';

const DESK: Place = { name: 'Mesa', route: '/mesa', key: 'm' };
const NOTICES: Place = { name: 'Avisos', route: '/mesa/avisos', key: 'a' };
const AUDIT: Place = { name: 'Auditoría', route: '/mesa/auditoria', key: 'u' };
const KEEPING: Place = { name: 'Copias y archivos', route: '/mesa/copias', key: 'k' };
const ADMINISTRATION: Place[] = [
  { name: 'Primer día', route: FIRST_DAY, key: 'd' },
  { name: 'Institución', route: '/mesa/institucion', key: 'i' },
  { name: 'Trámites', route: PROCEDURES, key: 't' },
  { name: 'Tipos de documento', route: '/mesa/tipos-de-documento', key: 'y', within: PROCEDURES },
  { name: 'Motivos de observación', route: '/mesa/motivos-de-observacion', key: 'o', within: PROCEDURES },
  { name: 'Calendario', route: '/mesa/calendario', key: 'l' },
  { name: 'Personas', route: '/mesa/personas', key: 'p' },
  { name: 'Áreas', route: '/mesa/areas', key: 'r' },
];

export function placesFor(user: User | null): Place[] {
  if (user?.role === 'admin') return [...ADMINISTRATION, KEEPING, AUDIT, NOTICES];
  const desk = { ...DESK, name: user?.role === 'clerk' ? 'Mesa' : 'Expedientes' };
  return user?.role === 'auditor' ? [desk, KEEPING, AUDIT, NOTICES] : [desk, NOTICES];
}

/** Of `places`, the one that stands in the rail for an address; null when none does. */
export function placeOf(places: Place[], address: string): Place | null {
  // A file belongs to the list it came from.
  const wanted = address.startsWith('/mesa/documentos') ? '/mesa' : address;
  const [found] = places
    .filter(({ route }) => wanted === route || (route !== '/mesa' && wanted.startsWith(`${route}/`)))
    .map(({ route, within }) => within ?? route);
  return places.find(({ route }) => route === found) ?? null;
}
