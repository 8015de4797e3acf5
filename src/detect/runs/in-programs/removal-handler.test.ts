import { describe, expect, it } from 'vitest';
import { inRemovalHandler } from './removal-handler.ts';

const HANDLER =
  'def writable(func, path, exc_info):\n    os.chmod(path, stat.S_IRWXU | stat.S_IRWXG)\n    func(path)\n\n';

function isOne(text: string): boolean {
  return inRemovalHandler(text, text.indexOf('chmod'));
}

describe('a function that makes a file writable to remove it', () => {
  it.each([
    ['is handed to rmtree', `${HANDLER}shutil.rmtree(folder, onerror=writable)\n`],
    ['is named further up', `def clean(p):\n    shutil.rmtree(p, onexc = writable)\n\n${HANDLER}`],
    [
      'stands in another one',
      `def clean(p):\n    ${HANDLER.trimEnd().replaceAll('\n', '\n    ')}\n    shutil.rmtree(p, onerror=writable)\n`,
    ],
    [
      'is handed on with rmtree',
      `${HANDLER}def remover():\n    return functools.partial(shutil.rmtree, onerror=writable)\n`,
    ],
  ])('%s', (_name, text) => {
    expect(isOne(text)).toBe(true);
  });

  it.each([
    ['nothing names', HANDLER],
    [
      'is called, too',
      `${HANDLER}shutil.rmtree(f, onerror=writable)\nwritable(subprocess.run, "/tmp/x", 0)\n`,
    ],
    ['is given another name', `${HANDLER}shutil.rmtree(f, onerror=writable)\nf = writable\n`],
    ['is not where the file is made executable', 'os.chmod(x, 0o755)\nshutil.rmtree(f, onerror=writable)\n'],
  ])('but not one that %s', (_name, text) => {
    expect(isOne(text)).toBe(false);
  });
});
