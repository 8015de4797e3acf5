import { describe, expect, it } from 'vitest';
import { parseTarget } from './parse-target.ts';

describe('a target', () => {
  it('has the scheme that stands in front, if it is one', () => {
    const cases: [string, string | undefined, string][] = [
      ['oci:./layout:v1', 'oci', './layout:v1'],
      ['oci-archive:x.tar', 'oci-archive', 'x.tar'],
      ['docker-archive:x.tar:app:1', 'docker-archive', 'x.tar:app:1'],
      ['registry:nginx', 'registry', 'nginx'],
      ['registry:localhost:5000/x:1', 'registry', 'localhost:5000/x:1'],
      ['docker://nginx:1', 'docker', 'nginx:1'],
      ['docker:nginx:1', 'docker', 'nginx:1'],
      ['nginx:1', undefined, 'nginx:1'],
      ['localhost:5000/x', undefined, 'localhost:5000/x'],
      ['./oci:x', undefined, './oci:x'],
      ['nginx', undefined, 'nginx'],
    ];
    for (const [text, scheme, name] of cases) {
      expect(parseTarget(text)).toEqual({ text, name, ...(scheme === undefined ? {} : { scheme }) });
    }
  });

  it('may be one of the images whose names are also schemes', () => {
    for (const text of ['registry:2', 'registry:2.8.3', 'docker:dind', 'docker:27.3-cli', 'docker:latest']) {
      expect(parseTarget(text)).toEqual({ text, name: text });
    }
  });
});
