import { DocumentRead } from '../api/model';
import { Role } from '../session/user';
import { Verb } from './acts';

const BY_STATUS: Record<string, Verb[]> = {
  presented: ['receive', 'observe', 'forward', 'void', 'claim', 'release'],
  corrected: ['receive', 'forward', 'void', 'claim', 'release'],
  observed: ['forward', 'void'],
  received: ['route', 'forward', 'void'],
};
const BEFORE_ROUTING: Verb[] = ['forward', 'void'];

/** What this person may do to this filing now. The server decides; this keeps dead buttons off the screen. */
export function allowed(document: DocumentRead, role: Role | null, me: string | undefined): ReadonlySet<Verb> {
  if (role !== 'clerk') return new Set();
  const routed = document.legs.length > 0;
  const mine = document.holder?.id === me;
  return new Set(
    (BY_STATUS[document.status] ?? []).filter((verb) => {
      if (BEFORE_ROUTING.includes(verb)) return !routed;
      if (verb === 'claim') return !mine;
      if (verb === 'release') return mine;
      return true;
    }),
  );
}

/** Whether somebody else has it in hand, so that only they may decide. */
export function heldByOther(document: DocumentRead, me: string | undefined): boolean {
  return document.holder !== null && document.holder.id !== me;
}
