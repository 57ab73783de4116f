import { Role } from '../../session/user';

export const ROLES: { role: Role; name: string; does: string }[] = [
  { role: 'clerk', name: 'Mesa de partes', does: 'Registra, observa y remite. Ve todos los documentos.' },
  { role: 'officer', name: 'Área', does: 'Atiende lo que llega a sus áreas.' },
  { role: 'auditor', name: 'Auditoría', does: 'Lee todo y no cambia nada.' },
  { role: 'admin', name: 'Administración', does: 'Lleva cuentas y áreas. No ve documentos.' },
  { role: 'citizen', name: 'Ciudadano', does: 'Presenta y sigue sus trámites.' },
];

export function roleName(role: Role): string {
  return ROLES.find((each) => each.role === role)?.name ?? role;
}
