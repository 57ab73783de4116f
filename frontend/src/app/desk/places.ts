import { User } from '../session/user';

/** A place of the inside, for those whose work is there. */
export interface Place {
  name: string;
  route: string;
  /** After `g`. */
  key: string;
}

const DESK: Place = { name: 'Mesa', route: '/mesa', key: 'm' };
const USERS: Place = { name: 'Personas', route: '/mesa/personas', key: 'p' };
const AREAS: Place = { name: 'Áreas', route: '/mesa/areas', key: 'r' };
const NOTICES: Place = { name: 'Avisos', route: '/mesa/avisos', key: 'a' };

export function placesFor(user: User | null): Place[] {
  if (user?.role === 'admin') return [USERS, AREAS, NOTICES];
  return [{ ...DESK, name: user?.role === 'clerk' ? 'Mesa' : 'Expedientes' }, NOTICES];
}
