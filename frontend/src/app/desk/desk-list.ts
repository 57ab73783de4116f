import { Params } from '@angular/router';

import { ListDocumentsParams, Sort, Status } from '../api/model';
import { User } from '../session/user';

/** One tab of the desk: its name, what it shows, and which of the server's counters counts it. */
export interface Tab {
  key: string;
  name: string;
  filter: Pick<ListDocumentsParams, 'status' | 'area_id'>;
  counter: 'new' | 'corrected' | 'to_dispatch_today' | 'observed' | null;
  empty: string;
}

const DESK: Tab[] = [
  {
    key: 'nuevos',
    name: 'Nuevos',
    filter: { status: ['presented'] },
    counter: 'new',
    empty: 'No hay documentos nuevos. Aquí aparecerá lo que llegue, sin recargar la página.',
  },
  {
    key: 'subsanados',
    name: 'Subsanados',
    filter: { status: ['corrected'] },
    counter: 'corrected',
    empty: 'Nadie ha subsanado aún. Aquí aparecerá lo que las personas corrijan.',
  },
  {
    key: 'por-derivar',
    name: 'Por derivar hoy',
    filter: { status: ['received'] },
    counter: 'to_dispatch_today',
    empty: 'Todo lo registrado ya se derivó.',
  },
  {
    key: 'observados',
    name: 'Observados',
    filter: { status: ['observed'] },
    counter: 'observed',
    empty: 'Ningún documento espera subsanación.',
  },
];
const EVERYTHING: Tab = {
  key: 'todos',
  name: 'Todos',
  filter: {},
  counter: null,
  empty: 'Todavía no hay documentos que su cuenta pueda ver.',
};

/** The tabs of this person's work. */
export function tabsFor(user: User | null): Tab[] {
  if (user?.role !== 'officer') return [...DESK, EVERYTHING];
  const areas = user.areas.map(({ id, code, name }): Tab => ({
    key: `area-${code.toLowerCase()}`,
    name,
    filter: { area_id: id },
    counter: null,
    empty: `No hay documentos abiertos en ${name}.`,
  }));
  return [...areas, EVERYTHING];
}

/** What the list shows, as the address bar keeps it. Everything but the tab is optional. */
export interface View {
  tab: string;
  q: string;
  status: string;
  procedure: string;
  type: string;
  from: string;
  to: string;
  sort: Sort;
}

export const NEWEST: Sort = '-presented_at';
export const SORTS: { value: Sort; name: string }[] = [
  { value: '-presented_at', name: 'Lo último primero' },
  { value: 'presented_at', name: 'Lo más antiguo primero' },
  { value: 'due_on', name: 'Lo que vence antes' },
  { value: '-due_on', name: 'Lo que vence después' },
  { value: 'number', name: 'Por número' },
];

const IN_ADDRESS: Record<keyof View, string> = {
  tab: 'lista',
  q: 'q',
  status: 'estado',
  procedure: 'tramite',
  type: 'tipo',
  from: 'desde',
  to: 'hasta',
  sort: 'orden',
};
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

export function viewOf(params: Params, tabs: Tab[]): View {
  const text = (name: keyof View) => String(params[IN_ADDRESS[name]] ?? '');
  const date = (name: keyof View) => (ISO_DATE.test(text(name)) ? text(name) : '');
  const sort = SORTS.find(({ value }) => value === text('sort'))?.value ?? NEWEST;
  const tab = tabs.find(({ key }) => key === text('tab')) ?? tabs[0];
  return {
    tab: tab.key,
    q: text('q').slice(0, 200),
    status: text('status'),
    procedure: text('procedure'),
    type: text('type'),
    from: date('from'),
    to: date('to'),
    sort,
  };
}

/** The address of a view; what is as usual is left out. */
export function addressOf(view: View): Params {
  return Object.fromEntries(
    Object.entries(IN_ADDRESS).map(([name, key]) => {
      const value = view[name as keyof View];
      return [key, !value || value === NEWEST ? null : value];
    }),
  );
}

export function narrowed(view: View): boolean {
  return Boolean(view.q || view.status || view.procedure || view.type || view.from || view.to);
}

/** What to ask the server. Words search everywhere: who looks for a number does not know its tab. */
export function askedBy(view: View, tabs: Tab[]): ListDocumentsParams {
  const tab = tabs.find(({ key }) => key === view.tab) ?? tabs[0];
  const filter = view.q ? {} : tab.filter;
  return {
    ...filter,
    ...(view.status && { status: [view.status as Status] }),
    ...(view.q && { q: view.q }),
    ...(view.procedure && { procedure_id: view.procedure }),
    ...(view.type && { document_type: view.type }),
    ...(view.from && { presented_from: view.from }),
    ...(view.to && { presented_to: view.to }),
    sort: view.sort,
  };
}
