import { describe, expect, it } from 'vitest';
import { cycles, importsOf, sourceFiles, violations } from './check-imports.ts';

describe('the rooms of src/', () => {
  it('import only rooms to their left, and only packages they have leave for', () => {
    expect(violations(sourceFiles())).toEqual([]);
  });

  it('have no import cycles', () => {
    expect(cycles(sourceFiles())).toEqual([]);
  });
});

describe('the check itself', () => {
  it('sees static, dynamic, type and re-exported imports', () => {
    const text = `import a from './a.ts'; import type { B } from './b.ts'; export * from './c.ts'; await import('./d.ts');`;
    expect(importsOf('x.ts', text)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
  });

  it('refuses an import from the right, a foreign package and the outside world', () => {
    const files = new Map([
      ['base/a.ts', `import '../cli/main.ts';`],
      ['image/b.ts', `import 'left-pad';`],
      ['detect/c.ts', `import 'node:fs';`],
      ['elsewhere/d.ts', ''],
    ]);
    expect(violations(files)).toEqual([
      'base/a.ts: base must not import cli (../cli/main.ts)',
      'image/b.ts: image has no leave to use the package left-pad',
      'detect/c.ts: detect is pure and must not use node:fs',
      expect.stringContaining('elsewhere/d.ts: lies in no known room'),
    ]);
  });

  it('finds a cycle and prints its chain', () => {
    const files = new Map([
      ['base/a.ts', `import './b.ts';`],
      ['base/b.ts', `import './a.ts';`],
    ]);
    expect(cycles(files)).toEqual(['base/a.ts → base/b.ts → base/a.ts']);
  });
});
