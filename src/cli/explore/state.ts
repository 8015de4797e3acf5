import type { Destination } from './rows.ts';

export const VIEWS = ['overview', 'layers', 'files', 'start', 'findings'] as const;
export type View = (typeof VIEWS)[number];

/** What is read over a view. */
export type PageRef =
  | { readonly kind: 'help' }
  | { readonly kind: 'file'; readonly path: string; readonly line?: number }
  | { readonly kind: 'gone'; readonly index: number }
  | { readonly kind: 'finding'; readonly index: number };

export interface OpenPage {
  readonly page: PageRef;
  /** First line shown; undefined until it was moved: then where its own mark is. */
  readonly top?: number;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** All that keys change. */
export interface State {
  readonly view: View;
  /** Chosen row of each view. */
  readonly cursors: Readonly<Record<View, number>>;
  /** Open folders. */
  readonly open: ReadonlySet<string>;
  readonly removed: boolean;
  /** Only files of this layer. */
  readonly layer?: number;
  /** Pages that lie over the view, the last on top. */
  readonly pages: readonly OpenPage[];
  readonly search: string;
  /** The search is being typed. */
  readonly typing: boolean;
  /** One sentence at the bottom until the next key. */
  readonly message?: string;
  readonly size: Size;
  readonly ended: boolean;
}

export function initialState(size: Size): State {
  return {
    view: 'overview',
    cursors: { overview: 0, layers: 0, files: 0, start: 0, findings: 0 },
    open: new Set(),
    removed: true,
    pages: [],
    search: '',
    typing: false,
    size,
    ended: false,
  };
}

/** Lines for the list or page itself: without the bars at the top and the bottom. */
export function bodyRows({ rows }: Size): number {
  return Math.max(1, rows - 5);
}

/** Goes where Enter on a row or page leads. */
export function open(state: State, destination: Destination): State {
  const over = (page: PageRef): State => ({ ...state, pages: [...state.pages, { page }] });
  switch (destination.to) {
    case 'layer':
      return { ...state, view: 'files', layer: destination.layer, cursors: { ...state.cursors, files: 0 } };
    case 'folder': {
      const folders = new Set(state.open);
      if (!folders.delete(destination.path)) folders.add(destination.path);
      return { ...state, open: folders };
    }
    case 'file': {
      const { path, line } = destination;
      return over({ kind: 'file', path, ...(line === undefined ? {} : { line }) });
    }
    case 'gone':
      return over({ kind: 'gone', index: destination.index });
    case 'finding':
      return over({ kind: 'finding', index: destination.index });
  }
}
