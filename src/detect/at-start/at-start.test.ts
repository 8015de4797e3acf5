import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import { access } from '../access/index.ts';
import type { Finding } from '../finding.ts';
import { openService } from '../open-service/index.ts';
import { trust } from '../trust/index.ts';
import { webShell } from '../web-shell/index.ts';

const REDIS = { 'usr/bin/redis-server': { elf: true } } as const;
const SUDO: LayerSpec = {
  'usr/bin/sudo': { elf: true },
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\nwww:x:33:33::/w:/bin/sh\n',
};

function find(script: string, files: LayerSpec, more: Partial<ImageSpec> = {}): readonly Finding[] {
  const { findings, unknowns } = judge([access, openService, trust], {
    layers: [files, { 'e.sh': `#!/bin/sh\n${script}\n` }],
    config: { Entrypoint: ['/e.sh'] },
    ...more,
  });
  expect(unknowns).toEqual([]);
  return findings;
}

describe('what the start chain leaves behind', () => {
  it('is told of the command that writes it, in its layer', () => {
    const [finding] = find('echo protected-mode no > /etc/redis.conf', REDIS);
    expect(finding).toMatchObject({
      rule: 'open-service/no-login',
      why: expect.stringContaining('/e.sh, line 2, makes /etc/redis.conf so'),
      evidence: [{ path: '/e.sh', layer: 1, line: 2, excerpt: 'protected-mode no' }],
    });
  });

  it('is what all commands together make of the image’s own file', () => {
    const files = { ...REDIS, 'etc/redis.conf': 'protected-mode yes\nrequirepass x\n' };
    expect(find("sed -i 's/mode yes/mode no/' /etc/redis.conf", files)).toEqual([]);
    const both = "sed -i 's/mode yes/mode no/' /etc/redis.conf\nsed -i /requirepass/d /etc/redis.conf";
    expect(find(both, files)).toMatchObject([{ evidence: [{ path: '/e.sh', line: 2 }] }]);
  });

  it('follows links and folders', () => {
    const files = { ...REDIS, 'etc/r/redis.conf': 'port 1\n' };
    expect(find('cd /etc/r; echo protected-mode no >> redis.conf', files)).toHaveLength(1);
    expect(find('echo protected-mode no >> "$UNKNOWN/redis.conf"', files)).toEqual([]);
  });

  it('says nothing of what the image’s own file says already', () => {
    const files = { ...REDIS, 'etc/redis.conf': 'protected-mode no\n' };
    expect(find('echo port 1 >> /etc/redis.conf', files)).toMatchObject([
      { evidence: [{ path: '/etc/redis.conf', layer: 0 }] },
    ]);
  });

  it('is not told twice where a detector reads it out of the script', () => {
    const mirror = 'echo "deb [trusted=yes] http://198.51.100.9/d ./" > /etc/apt/sources.list.d/u.list';
    expect(find(mirror, {})).toHaveLength(1);
    expect(find('echo "www ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/w', SUDO)).toHaveLength(1);
  });

  it('goes on with copies and with scripts that were put somewhere and run', () => {
    const files = { ...SUDO, 'opt/d': 'www ALL=(ALL) NOPASSWD: ALL\n' };
    expect(find('cp /opt/d /tmp/x; mv /tmp/x /etc/sudoers.d/w', files)).toMatchObject([
      { rule: 'access/sudo-all', evidence: [{ path: '/e.sh', line: 2 }] },
    ]);
    const run = "printf 'cat /opt/d >> /etc/sudoers\\n' > /tmp/s; sh /tmp/s";
    expect(find(run, { ...files, 'etc/sudoers': 'root ALL=(ALL) ALL\n' })).toHaveLength(1);
    const own = "printf 'echo www ALL=\\\\(ALL\\\\) NOPASSWD: ALL >> /etc/sudoers\\n' > /tmp/s\nsh /tmp/s";
    expect(find(own, files)).toMatchObject([{ rule: 'access/sudo-all', evidence: [{ line: 3 }] }]);
  });

  it('does not take a changed file for its copy’s own past', () => {
    const files = { ...SUDO, 'opt/d': 'www ALL=(ALL) NOPASSWD: ALL\n' };
    expect(find('echo "# x" >> /opt/d; cp /opt/d /etc/sudoers.d/w', files)).toMatchObject([
      { rule: 'access/sudo-all', evidence: [{ path: '/e.sh', line: 2 }] },
    ]);
  });

  it('counts where it goes, not where it comes from', () => {
    const { findings } = judge([webShell], {
      layers: [
        { 'opt/app/tests/f.php': '<?php system($_GET["c"]);\n' },
        { 'e.sh': '#!/bin/sh\ncp /opt/app/tests/f.php /var/www/html/f.php\n' },
      ],
      config: { Entrypoint: ['/e.sh'] },
    });
    const worst = findings.find(({ evidence }) => evidence[0].path === '/e.sh');
    expect(worst).toMatchObject({ rule: 'web-shell/shell', severity: 'critical' });
    expect(findings.filter((one) => one !== worst).every(({ severity }) => severity !== 'critical')).toBe(
      true,
    );
  });

  it('costs no more than it may, and says what was left', () => {
    const { unknowns } = judge([openService], {
      layers: [
        { ...REDIS, 'etc/redis.conf': '# x\n'.repeat(50_000) },
        { 'e.sh': `#!/bin/sh\n${'echo "# y" >> /etc/redis.conf\n'.repeat(300)}` },
      ],
      config: { Entrypoint: ['/e.sh'] },
    });
    expect(unknowns).toMatchObject([{ reason: 'limit-reached', limit: 'maxStartFiles' }]);
  });
});
