import { exploreTarget, type OpenedImage } from '../../app/explore.ts';
import { ClearpullError } from '../../base/errors.ts';
import { renderReport } from '../../report/index.ts';
import { painter } from '../../report/text/paint.ts';
import { checkOptions } from '../check.ts';
import { wantsColor } from '../color.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Log } from '../log.ts';
import { checkLogin } from '../read-options.ts';
import { readTarget } from '../read-target.ts';
import type { CheckSettings } from '../settings.ts';
import { Explorer } from './explorer.ts';
import { frame } from './frame.ts';
import { Model } from './model.ts';
import { Screen } from './screen.ts';
import { initialState } from './state.ts';
import { openTerminal } from './terminal.ts';

export type ExploreSettings = CheckSettings;

/**
 * `clearpull explore`: an image in a full screen, by keyboard.
 *
 * @throws ClearpullError `usage` where there is no terminal
 */
export async function runExplore(
  target: string,
  settings: ExploreSettings,
  { io, log }: { readonly io: Io; readonly log: Log },
): Promise<ExitCode> {
  if (!io.stdout.isTerminal || !io.stdin.isTerminal || io.env['TERM'] === 'dumb') {
    throw new ClearpullError('usage', 'explore needs a terminal, with keyboard and cursor.', {
      hint: 'clearpull check -f html writes a page with the same views; clearpull explain prints.',
    });
  }
  checkLogin([target], settings);
  const options = await checkOptions(1, settings, io, log);
  const keeps = options.cacheFolder !== undefined;
  await readTarget(target, settings, { io, log, keeps }, (events, clear) =>
    exploreTarget(target, options, events, async (image) => {
      await clear();
      await explore(image, settings, io);
    }),
  );
  return EXIT.ok;
}

async function explore(image: OpenedImage, settings: ExploreSettings, io: Io): Promise<void> {
  const overviews = new Map<number, readonly string[]>();
  const terminal = openTerminal(process.stdin, process.stdout);
  try {
    const prepare = async (columns: number): Promise<void> => {
      if (overviews.has(columns)) return;
      const input = { assessments: [image.assessment], failed: [], several: false };
      const report = await renderReport(
        'text',
        input,
        { toolVersion: '' },
        { columns, color: false, verbose: true },
      );
      overviews.set(columns, report.trimEnd().split('\n'));
    };
    const explorer = new Explorer(new Model(image), (columns) => overviews.get(columns) ?? []);
    const screen = new Screen(painter(wantsColor(settings.color, io.env, true)));
    let state = initialState(terminal.size());
    await prepare(state.size.columns);
    terminal.write(screen.draw(frame(explorer, state)));
    for await (const key of terminal.events(io.signal)) {
      if (key === 'suspend') terminal.suspend();
      else if (key === undefined || key === 'redraw') {
        state = { ...state, size: terminal.size() };
        await prepare(state.size.columns);
        screen.forget();
        terminal.write('\x1b[2J');
      } else state = explorer.press(state, key);
      if (state.ended) break;
      terminal.write(screen.draw(frame(explorer, state)));
    }
  } finally {
    terminal.close();
  }
}
