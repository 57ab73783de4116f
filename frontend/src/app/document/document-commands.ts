import type { WritableSignal } from '@angular/core';

import { Command } from '../desk/keys';
import { Verb } from './acts';
import type DocumentPage from './document-page';

type Page = Pick<DocumentPage, 'act' | 'can' | 'go' | 'back'>;
interface Files {
  step(by: number): void;
  enlarge(by: 1 | -1): void;
  fit(): void;
  turn(): void;
}
interface Bar {
  more: WritableSignal<boolean>;
}
interface Faces {
  narrow(): boolean;
  turn(): void;
}

/** What the document page does by keyboard. */
export function documentCommands(
  page: Page,
  files: () => Files | undefined,
  faces: () => Faces | undefined,
  bar: () => Bar | undefined,
): Command[] {
  const acts = { group: 'Actos' };
  const act = (verb: Verb, key: string, title: string): Command => ({
    ...acts,
    title,
    keys: [key],
    enabled: () => page.can(verb),
    run: () => page.act(verb),
  });
  const moving = { group: 'Moverse', palette: false };
  return [
    act('receive', 'r', 'Registrar'),
    act('route', 'd', 'Derivar'),
    act('observe', 'o', 'Observar'),
    act('forward', 'f', 'Remitir a otra entidad'),
    act('claim', 't', 'Tomar para revisar'),
    act('release', 't', 'Soltar'),
    act('void', 'a', 'Anular'),
    { ...acts, title: 'Más actos', keys: ['.'], palette: false, run: () => bar()?.more.update((on) => !on) },
    { ...moving, title: 'Documento siguiente', keys: ['j'], run: () => page.go(1) },
    { ...moving, title: 'Documento anterior', keys: ['k'], run: () => page.go(-1) },
    { ...moving, title: 'Volver a la lista', keys: ['Escape'], run: () => page.back() },
    ...lookingCommands(files, faces),
  ];
}

/** What is seen, and how large. */
function lookingCommands(files: () => Files | undefined, faces: () => Faces | undefined): Command[] {
  const looking = { group: 'El archivo' };
  return [
    {
      ...looking,
      title: 'Ver el documento, o los datos',
      keys: ['e'],
      enabled: () => faces()?.narrow() ?? false,
      run: () => faces()?.turn(),
    },
    { ...looking, title: 'Archivo siguiente', keys: [']'], run: () => files()?.step(1) },
    { ...looking, title: 'Archivo anterior', keys: ['['], run: () => files()?.step(-1) },
    { ...looking, title: 'Ampliar', keys: ['+'], run: () => files()?.enlarge(1) },
    { ...looking, title: 'Reducir', keys: ['-'], run: () => files()?.enlarge(-1) },
    { ...looking, title: 'Ajustar al ancho', keys: ['0'], run: () => files()?.fit() },
    { ...looking, title: 'Girar', keys: ['v'], run: () => files()?.turn() },
  ];
}
