import { Command } from '../desk/keys';
import type InboxPage from './inbox-page';
import type { Marked } from './marked';

type Page = Pick<InboxPage, 'move' | 'open' | 'search' | 'toggleFilters' | 'showArrived' | 'hasArrived'>;

/** What the list does by keyboard. */
export function inboxCommands(page: Page, marked: Marked): Command[] {
  const group = 'En la lista';
  const moving = { group, palette: false };
  return [
    { ...moving, title: 'Bajar una fila', keys: ['j'], run: () => page.move(1) },
    { ...moving, title: 'Subir una fila', keys: ['k'], run: () => page.move(-1) },
    { ...moving, title: 'Abrir el documento', keys: ['Enter'], run: () => page.open() },
    { ...moving, title: 'Marcar o desmarcar la fila', keys: ['x'], run: () => marked.mark() },
    { title: 'Buscar', group, keys: ['/'], run: () => page.search() },
    { title: 'Mostrar u ocultar los filtros', group, keys: ['f'], run: () => page.toggleFilters() },
    { title: 'Tomar para revisar', group, keys: ['t'], enabled: () => marked.canTake(), run: () => void marked.take() },
    {
      title: 'Mostrar lo que llegó',
      group,
      keys: ['n'],
      enabled: () => page.hasArrived(),
      run: () => void page.showArrived(),
    },
  ];
}
