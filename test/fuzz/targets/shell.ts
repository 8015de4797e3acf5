import assert from 'node:assert/strict';
import { DETECTORS } from '../../../src/detect/index.ts';
import { checkShowable } from '../../../testkit/check-in-thread.ts';
import { judge } from '../../../testkit/detect.ts';
import { explainImage, outline } from '../../../testkit/explain.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { randomShell } from '../random-shell.ts';

/** Texts as scripts, programs and settings: the start chain follows them, every detector reads them. */
export const shellTarget: FuzzTarget = {
  name: 'shell',
  make(random) {
    const bytes = Buffer.from(randomShell(random));
    return random.chance(0.3) ? mutate(random, bytes) : bytes;
  },
  run(input) {
    const text = input.toString('utf8');
    const { startChain } = explainImage({
      layers: [{ 'bin/sh': { elf: 'sh' }, 'a.sh': text, 'b.sh': '. /a.sh' }],
      config: { Entrypoint: ['/b.sh', 'x'], Cmd: ['sh', '-c', text.slice(0, 2000)], Env: ['X=/a.sh'] },
    });
    const chain = outline(startChain);
    for (const line of chain) checkShowable(line, 'the start chain');
    const files = {
      'a.sh': text,
      'b.py': `#!/usr/bin/python3\n${text}`,
      'c.js': `#!/usr/bin/env node\n${text}`,
      'etc/d.conf': text,
      'etc/e.json': text,
      'etc/f.yml': text,
      'etc/cron.d/g': text,
      'etc/passwd': text,
      Dockerfile: text,
      'h.php': text,
    };
    const { findings, unknowns } = judge(DETECTORS, { layers: [files], config: { Cmd: ['/a.sh'] } });
    const failed = unknowns.find(({ reason }) => reason === 'detector-failed');
    assert.equal(failed?.detail, undefined);
    return Promise.resolve(JSON.stringify([chain, findings, unknowns]));
  },
};
