import { DocumentRead, MovementRead } from '../api/model';
import { actSaid, statusSaid } from '../desk/words';
import { hour } from '../ui/dates';

/** What happened to a filing while somebody looked at it, in sentences, oldest first. */
export function changesSaid(seen: DocumentRead, now: DocumentRead, movements: MovementRead[]): string[] {
  const told = movements.map(({ act, at, actor, text }) => {
    const by = actor ? ` (${actor.name})` : '';
    return `${actSaid(act)} a las ${hour(new Date(at))}${by}.${text ? ` ${text}` : ''}`;
  });
  if (seen.status !== now.status) told.push(`Ahora está: ${statusSaid(now.status).word.toLowerCase()}.`);
  return told;
}
