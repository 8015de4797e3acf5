import { describe, expect, it } from 'vitest';
import { ClearpullError } from '../../base/errors.ts';
import { withDaemonHint } from './hint.ts';

describe('withDaemonHint', () => {
  const hintFor = (name: string, error: unknown): unknown =>
    (withDaemonHint(error, { text: name, name }) as ClearpullError).hint;

  it('tells how to name an image of this machine', () => {
    const missing = new ClearpullError('unauthorized', 'No.', { hint: 'Log in.' });
    expect(hintFor('app:1', missing)).toBe(
      'Log in. For an image of an engine on this machine, write docker-daemon:app:1 or podman:app:1.',
    );
    expect(hintFor('team/app', new ClearpullError('target-not-found', 'No.'))).toContain('podman:team/app');
  });

  it('says nothing where a registry was named, or the fault is another', () => {
    const missing = new ClearpullError('target-not-found', 'No.', { hint: 'Look.' });
    for (const name of ['ghcr.io/a/b', 'localhost:5000/a', 'localhost/a']) {
      expect(hintFor(name, missing)).toBe('Look.');
    }
    expect(hintFor('app', new ClearpullError('integrity', 'Bad.', { hint: 'Look.' }))).toBe('Look.');
    expect(withDaemonHint('x', { text: 'app', name: 'app' })).toBe('x');
  });
});
