import { fileRows } from './files-view.ts';
import type { Key } from './keys.ts';
import { type Line, line, plainText } from './line.ts';
import { findingRows, layerRows, startRows } from './list-views.ts';
import type { Model } from './model.ts';
import { filePage, findingPage, gonePage, HELP, type PageText } from './pages.ts';
import type { Destination, Row } from './rows.ts';
import { bodyRows, type OpenPage, open, type State, VIEWS, type View } from './state.ts';

/**
 * What the explorer shows and what keys do, without a terminal: a state and a key give the next state, a state
 * gives rows.
 */
export class Explorer {
  readonly model: Model;
  readonly #overview: (columns: number) => readonly string[];
  #listed:
    | { readonly key: string; readonly open: ReadonlySet<string>; readonly rows: readonly Row[] }
    | undefined;
  #read: { readonly page: OpenPage['page']; readonly columns: number; readonly text: PageText } | undefined;

  /** @param overview the report as lines of a width, `visible` already */
  constructor(model: Model, overview: (columns: number) => readonly string[]) {
    this.model = model;
    this.#overview = overview;
  }

  /** Rows of the state's view. */
  rows({ view, open: folders, layer, removed, size }: State): readonly Row[] {
    const key = `${view} ${layer} ${removed} ${size.columns}`;
    if (this.#listed?.key === key && this.#listed.open === folders) return this.#listed.rows;
    const rows = this.#makeRows(view, folders, removed, layer, size.columns);
    this.#listed = { key, open: folders, rows };
    return rows;
  }

  /** What lies over the view; undefined when nothing does. */
  page({ pages, size }: State): { readonly text: PageText; readonly top: number } | undefined {
    const last = pages.at(-1);
    if (last === undefined) return undefined;
    if (this.#read?.page !== last.page || this.#read.columns !== size.columns) {
      this.#read = { page: last.page, columns: size.columns, text: this.#makePage(last.page, size.columns) };
    }
    const { text } = this.#read;
    const wanted = last.top ?? Math.max(0, (text.at ?? 0) - Math.floor(bodyRows(size) / 3));
    return { text, top: Math.max(0, Math.min(wanted, text.lines.length - bodyRows(size))) };
  }

  press(before: State, key: Key): State {
    const { message: _, ...rest } = before;
    const state: State = rest;
    if (key === 'interrupt') return { ...state, ended: true };
    if (state.typing) return this.#type(state, key);
    const action = ACTIONS[typeof key === 'string' ? key : key.text];
    if (action !== undefined) return action(this, state);
    return state;
  }

  /** Moves the chosen row, or the page. */
  move(state: State, by: number): State {
    const shown = this.page(state);
    if (shown !== undefined) return withTop(state, shown.top + by);
    const last = this.rows(state).length - 1;
    const cursor = Math.max(0, Math.min(last, state.cursors[state.view] + by));
    return withCursor(state, cursor);
  }

  enter(state: State): State {
    const shown = this.page(state);
    const destination = shown === undefined ? this.#chosen(state)?.opens : shown.text.opens;
    return destination === undefined ? state : open(state, destination);
  }

  /** Closes the page, or the folder, or goes to the folder above. */
  back(state: State): State {
    if (state.pages.length > 0) return { ...state, pages: state.pages.slice(0, -1) };
    const chosen = this.#chosen(state)?.opens;
    if (state.view !== 'files' || chosen === undefined) return state;
    const path = chosen.to === 'gone' ? this.model.image.tree.gone[chosen.index]?.path : pathOf(chosen);
    if (path === undefined) return state;
    if (chosen.to === 'folder' && state.open.has(path)) return open(state, chosen);
    let above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    while (above !== '' && !state.open.has(above))
      above = above.slice(0, Math.max(0, above.lastIndexOf('/')));
    const index = this.rows(state).findIndex(({ opens }) => opens?.to === 'folder' && opens.path === above);
    return index === -1 ? state : withCursor(state, index);
  }

  /** The next place with the text that was looked for, or the one before. */
  find(state: State, step: 1 | -1, from: number = step): State {
    const { search } = state;
    if (search === '') return state;
    const wanted = search.toLowerCase();
    const shown = this.page(state);
    if (shown !== undefined) {
      const { lines } = shown.text;
      const found = nextIndex(lines.length, shown.top, step, (i) => contains(lines[i], wanted), from);
      return found === undefined ? { ...state, message: `"${search}" is not in it.` } : withTop(state, found);
    }
    if (state.view === 'files') return this.#findFile(state, wanted, step, from);
    const rows = this.rows(state);
    const at = state.cursors[state.view];
    const found = nextIndex(rows.length, at, step, (i) => contains(rows[i]?.line, wanted), from);
    return found === undefined
      ? { ...state, message: `"${search}" is not in it.` }
      : withCursor(state, found);
  }

  /** Everywhere in the image, also in folders that are closed. */
  #findFile(state: State, wanted: string, step: 1 | -1, from: number): State {
    const { tree } = this.model.image;
    const chosen = this.#chosen(state)?.opens;
    const here = chosen === undefined ? undefined : pathOf(chosen);
    const inLayer = state.layer === undefined ? undefined : this.model.pathsOfLayer(state.layer);
    const paths = [...tree.nodes.keys()].filter(
      (path) => path !== '' && (inLayer === undefined || inLayer.has(path)),
    );
    const at = here === undefined ? 0 : Math.max(0, paths.indexOf(here));
    const found = nextIndex(
      paths.length,
      at,
      step,
      (i) =>
        (paths[i] ?? '')
          .slice((paths[i] ?? '').lastIndexOf('/') + 1)
          .toLowerCase()
          .includes(wanted),
      from,
    );
    const path = found === undefined ? undefined : paths[found];
    if (path === undefined) return { ...state, message: `No file is named like "${state.search}".` };
    const folders = new Set(state.open);
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.slice(0, slash));
    }
    const opened = { ...state, open: folders };
    const index = this.rows(opened).findIndex(({ opens }) => opens !== undefined && pathOf(opens) === path);
    return withCursor(opened, Math.max(0, index));
  }

  #type(state: State, key: Key): State {
    if (key === 'enter') return this.find({ ...state, typing: false }, 1, 0);
    if (key === 'escape') return { ...state, typing: false, search: '' };
    if (key === 'backspace') return { ...state, search: state.search.slice(0, -1) };
    return typeof key === 'string' ? state : { ...state, search: (state.search + key.text).slice(0, 200) };
  }

  #chosen(state: State): Row | undefined {
    return this.rows(state)[state.cursors[state.view]];
  }

  #makeRows(
    view: View,
    folders: ReadonlySet<string>,
    removed: boolean,
    layer: number | undefined,
    columns: number,
  ): readonly Row[] {
    switch (view) {
      case 'overview':
        return this.#overview(columns).map((text) => ({ line: line(text), details: [] }));
      case 'layers':
        return layerRows(this.model);
      case 'files':
        return fileRows(this.model, { open: folders, removed, ...(layer === undefined ? {} : { layer }) });
      case 'start':
        return startRows(this.model);
      case 'findings':
        return findingRows(this.model);
    }
  }

  #makePage(page: OpenPage['page'], columns: number): PageText {
    switch (page.kind) {
      case 'help':
        return HELP;
      case 'file':
        return filePage(this.model, page.path, columns, page.line);
      case 'gone':
        return gonePage(this.model, page.index, columns);
      case 'finding':
        return findingPage(this.model, page.index, columns);
    }
  }
}

type Action = (explorer: Explorer, state: State) => State;

const up: Action = (explorer, state) => explorer.move(state, -1);
const down: Action = (explorer, state) => explorer.move(state, 1);
const pageUp: Action = (explorer, state) => explorer.move(state, -bodyRows(state.size));
const pageDown: Action = (explorer, state) => explorer.move(state, bodyRows(state.size));
const toFirst: Action = (explorer, state) => explorer.move(state, -Infinity);
const toLast: Action = (explorer, state) => explorer.move(state, Infinity);
const enter: Action = (explorer, state) => explorer.enter(state);
const back: Action = (explorer, state) => explorer.back(state);
const nextView =
  (by: number): Action =>
  (_, state) =>
    toView(state, VIEWS[(VIEWS.indexOf(state.view) + by + VIEWS.length) % VIEWS.length] ?? 'overview');

const ACTIONS: Readonly<Record<string, Action>> = {
  up,
  k: up,
  down,
  j: down,
  'page-up': pageUp,
  'page-down': pageDown,
  ' ': pageDown,
  home: toFirst,
  g: toFirst,
  end: toLast,
  G: toLast,
  enter,
  right: enter,
  l: enter,
  left: back,
  h: back,
  backspace: back,
  escape: (_, state) => ({ ...state, pages: state.pages.slice(0, -1), search: '' }),
  q: (_, state) =>
    state.pages.length > 0 ? { ...state, pages: state.pages.slice(0, -1) } : { ...state, ended: true },
  tab: nextView(1),
  'back-tab': nextView(-1),
  '/': (_, state) => ({ ...state, typing: true, search: '' }),
  n: (explorer, state) => explorer.find(state, 1),
  N: (explorer, state) => explorer.find(state, -1),
  r: (_, state) =>
    state.view === 'files' && state.pages.length === 0 ? { ...state, removed: !state.removed } : state,
  a: (_, { layer: __, ...state }) => state,
  '?': (_, state) => ({ ...state, pages: [...state.pages, { page: { kind: 'help' } }] }),
  ...Object.fromEntries(
    VIEWS.map((view, i): [string, Action] => [String(i + 1), (_, state) => toView(state, view)]),
  ),
};

function toView(state: State, view: View): State {
  return { ...state, view, pages: [] };
}

function withCursor(state: State, cursor: number): State {
  return { ...state, cursors: { ...state.cursors, [state.view]: cursor } };
}

function withTop(state: State, top: number): State {
  const last = state.pages.at(-1);
  return last === undefined
    ? state
    : { ...state, pages: [...state.pages.slice(0, -1), { ...last, top: Math.max(0, top) }] };
}

function pathOf(destination: Destination): string | undefined {
  return destination.to === 'file' || destination.to === 'folder' ? destination.path : undefined;
}

function contains(spans: Line | undefined, wanted: string): boolean {
  return spans !== undefined && plainText(spans).toLowerCase().includes(wanted);
}

/** The first index from `at` plus `from` on, round the end, that fits. */
function nextIndex(
  length: number,
  at: number,
  step: 1 | -1,
  fits: (index: number) => boolean,
  from: number,
): number | undefined {
  for (let i = 0; i < length; i++) {
    const index = (((at + from + i * step) % length) + length) % length;
    if (fits(index)) return index;
  }
  return undefined;
}
