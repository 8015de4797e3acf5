import { visible } from '../../base/visible.ts';
import { DECISION_SIGN } from '../../report/text/paint.ts';
import type { Explorer } from './explorer.ts';
import { fit, type Line, line, type Span } from './line.ts';
import { bodyRows, type State, VIEWS, type View } from './state.ts';

export interface FrameRow {
  readonly line: Line;
  /** The chosen row, shown the other way round. */
  readonly chosen?: boolean;
}

const NAMES: Readonly<Record<View, string>> = {
  overview: 'Overview',
  layers: 'Layers',
  files: 'Files',
  start: 'Start',
  findings: 'Findings',
};

const SMALLEST = { columns: 40, rows: 10 };

/** The whole screen, as many rows as it has, each as wide as it is. */
export function frame(explorer: Explorer, state: State): readonly FrameRow[] {
  const { columns, rows } = state.size;
  const put = (one: Line, chosen = false): FrameRow => ({
    line: fit(one, columns),
    ...(chosen ? { chosen } : {}),
  });
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    return [put(line('The terminal is too small.')), ...Array.from({ length: rows - 1 }, () => put([]))];
  }
  const body = bodyRows(state.size);
  const page = explorer.page(state);
  const content =
    page === undefined
      ? list(explorer, state, body, put)
      : page.text.lines.slice(page.top, page.top + body).map((one) => put(one));
  const filled = [...content, ...Array.from({ length: body - content.length }, () => put([]))];
  return [
    put(titleLine(explorer)),
    put(page === undefined ? tabsLine(explorer, state) : [{ text: ` ${page.text.title}`, style: 'bold' }]),
    ...filled,
    ...details(explorer, state, page !== undefined).map((one) => put(one)),
    put(bottomLine(explorer, state)),
  ];
}

function list(
  explorer: Explorer,
  state: State,
  body: number,
  put: (one: Line, chosen?: boolean) => FrameRow,
): FrameRow[] {
  const rows = explorer.rows(state);
  const cursor = Math.min(state.cursors[state.view], Math.max(0, rows.length - 1));
  // The report is read, not chosen from. In a list the chosen row stays in the middle, but at both ends.
  const reads = state.view === 'overview';
  const top = Math.max(0, Math.min(reads ? cursor : cursor - Math.floor(body / 2), rows.length - body));
  if (rows.length === 0) return [put(line(`  ${EMPTY[state.view]}`, 'dim'))];
  return rows.slice(top, top + body).map((row, i) => put(row.line, !reads && top + i === cursor));
}

const EMPTY: Readonly<Record<View, string>> = {
  overview: '',
  layers: 'The image has no layers.',
  files: 'There are no files.',
  start: 'Nothing starts: the image sets neither ENTRYPOINT nor CMD.',
  findings: 'Nothing was found.',
};

function titleLine({ model }: Explorer): Line {
  const { image, verdict } = model.image.assessment;
  return [
    {
      text: ` ${DECISION_SIGN[verdict.decision]} ${verdict.decision.toUpperCase()}`,
      style: verdict.decision,
    },
    { text: `  ${visible(image.reference)}`, style: 'bold' },
  ];
}

function tabsLine({ model }: Explorer, state: State): Line {
  const { findings } = model.image.assessment;
  const spans = VIEWS.map((view, i): Span => {
    const count = view === 'findings' ? ` ${findings.length}` : '';
    const name = `${i + 1} ${NAMES[view]}${count}`;
    return view === state.view
      ? { text: `[${name}]`, style: 'heading' }
      : { text: ` ${name} `, style: 'dim' };
  });
  const layer =
    state.view === 'files' && state.layer !== undefined
      ? [{ text: `  only layer ${state.layer + 1} (a: all)`, style: 'warning' as const }]
      : [];
  return [...spans, ...layer];
}

function details(explorer: Explorer, state: State, inPage: boolean): readonly [Line, Line] {
  const chosen = inPage ? undefined : explorer.rows(state)[state.cursors[state.view]];
  const [one = '', two = ''] = chosen?.details ?? [];
  return [line(` ${one}`, 'dim'), line(` ${two}`, 'dim')];
}

function bottomLine(explorer: Explorer, state: State): Line {
  if (state.typing) return line(` /${visible(state.search)}█`, 'bold');
  if (state.message !== undefined) return line(` ${visible(state.message)}`, 'warning');
  const page = explorer.page(state);
  if (page !== undefined) {
    const last = Math.min(page.text.lines.length, page.top + bodyRows(state.size));
    const more = page.text.opens === undefined ? '' : '  Enter file';
    return line(
      ` lines ${page.top + 1}-${last} of ${page.text.lines.length}   Esc back${more}  / find  ? keys`,
      'dim',
    );
  }
  const total = explorer.rows(state).length;
  const at = total === 0 ? 0 : state.cursors[state.view] + 1;
  return line(` ${at}/${total}   Enter open  Tab view  / find  ? keys  q end`, 'dim');
}
