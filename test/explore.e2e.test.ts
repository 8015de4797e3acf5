import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

/** The explorer in a real terminal: tmux draws it, types into it, and tells what stands on the screen. */
let main = '';
let folder: TestFolder;
const sockets: string[] = [];

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  await writeOciLayout(
    `${folder.path}/demo`,
    miningImages().map(({ name, spec }) => ({ name, image: buildImage(spec) })),
  );
});

afterAll(async () => {
  for (const socket of sockets) {
    try {
      execFileSync('tmux', ['-S', socket, 'kill-server'], { stdio: 'ignore' });
    } catch {
      // Its last window is closed already.
    }
  }
  await folder.remove();
});

class Terminal {
  readonly #socket: string;

  constructor(command: string, columns: number, rows: number, env: Readonly<Record<string, string>> = {}) {
    this.#socket = `${folder.path}/tmux-${sockets.length}`;
    sockets.push(this.#socket);
    const variables = Object.entries({ HOME: folder.path, ...env }).flatMap(([key, value]) => [
      '-e',
      `${key}=${value}`,
    ]);
    this.tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      `${columns}`,
      '-y',
      `${rows}`,
      ...variables,
      `${command}; echo "ended with $?"; exec cat`,
    );
  }

  tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }

  keys(...keys: readonly string[]): void {
    this.tmux('send-keys', ...keys);
  }

  screen(): string {
    return this.tmux('capture-pane', '-p').replace(/ +$/gm, '');
  }

  /** The screen as soon as that stands on it. */
  async shows(text: string): Promise<string> {
    await expect.poll(() => this.screen(), { timeout: 90_000, interval: 50 }).toContain(text);
    return this.screen();
  }
}

function explore(name: string): string {
  return `'${process.execPath}' '${main}' explore --no-cache 'oci:${folder.path}/demo:${name}'`;
}

it('is looked around in by keyboard, and leaves the terminal as it was', async (context) => {
  requireTool(context, 'tmux');
  const terminal = new Terminal(explore('demo2018/tomcat:latest'), 80, 24);
  const overview = await terminal.shows('5 Findings');
  expect(overview).toContain('✖ BLOCK');
  expect(overview.split('\n').every((line) => line.length <= 80)).toBe(true);
  terminal.keys('3', '/', 'c', 'o', 'n', 'f', 'i', 'g', '.', 'j', 'Enter');
  await terminal.shows('/usr/local/tomcat/temp/config.json');
  terminal.keys('Enter');
  expect(await terminal.shows('"algo": "cryptonight"')).toContain('! critical: Mines for a Monero wallet');
  terminal.tmux('resize-window', '-x', '60', '-y', '15');
  await terminal.shows('lines 1-10');
  terminal.keys('Escape', '4');
  await terminal.shows('[4 Start]');
  terminal.keys('q');
  const after = await terminal.shows('ended with 0');
  expect(after).not.toContain('Findings');
});

it('ends with Ctrl-C, at once', async (context) => {
  requireTool(context, 'tmux');
  const terminal = new Terminal(explore('demo2018/tomcat:latest'), 100, 30, { NO_COLOR: '1' });
  await terminal.shows('5 Findings');
  terminal.keys('C-c');
  await terminal.shows('ended with 0');
});

it('says what to do where there is no terminal', async () => {
  const { code, err } = await startCli(main, ['explore', `${folder.path}/demo`], { cwd: folder.path }).done;
  expect(code).toBe(2);
  expect(err).toContain('explore needs a terminal');
  expect(err).toContain('-f html');
});
