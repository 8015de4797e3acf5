import { EQUALS, line, quotedText, type Server } from './server.ts';

const YAML = String.raw`["']?[ \t]{0,20}:[ \t]{1,20}`;
const TEXT = quotedText(4000);
/** Lines behind a setting that are indented further. */
const GOES_ON = String.raw`([^\n]{0,2000}(?:\n[ \t]{1,40}[^\n]{0,2000}){0,100})`;
const ITEMS = String.raw`((?:[ \t]{0,40}-[ \t]{1,9}[^\n]{0,2000}\n){1,50})`;
const TASK_TABLES = String.raw`\[(?:tool\.(?:pdm\.scripts|poe\.tasks|hatch\.envs\.[\w.-]{1,60}\.scripts|taskipy\.tasks|rye\.scripts|pixi\.tasks)|scripts|tasks)\]`;

/** A setting whose value is a text in quotes. */
function texts(before: string, flags = 'g'): Server['settings'][number] {
  return { pattern: new RegExp(before + TEXT, flags), kind: 'texts' };
}

/** What runs tasks that a file of the folder names, and what sets up machines. */
export const TASK_FILES: readonly Server[] = [
  {
    name: /^tox$/,
    files: ['./tox.ini', './setup.cfg', './pyproject.toml'],
    settings: [
      { pattern: new RegExp(`^[ \\t]{0,40}commands(?:_pre|_post)?${EQUALS}${GOES_ON}`, 'gm'), kind: 'lines' },
    ],
  },
  {
    name: /^fab$/,
    beside: true,
    files: ['./fabfile.py'],
    settings: [texts(String.raw`\b(?:local|run|sudo)[ \t]{0,9}\([ \t]{0,9}f?`)],
    loads: [{ files: ['./fabfile.py'], as: 'python' }],
  },
  {
    name: /^doit$/,
    files: ['./dodo.py'],
    settings: [{ pattern: /["']actions["'][ \t]{0,9}:[ \t]{0,9}\[([^\]]{1,4000})\]/g, kind: 'texts' }],
    loads: [{ files: ['./dodo.py'], as: 'python' }],
  },
  {
    // Each line of a table: `name = "command"`, `name = { shell = "command" }`.
    name: /^(?:pdm|poe|hatch|pipenv|rye|pixi)$/,
    beside: true,
    files: ['./pyproject.toml', './Pipfile', './pixi.toml'],
    settings: [
      {
        pattern: new RegExp(String.raw`^${TASK_TABLES}[ \t]{0,9}\n((?:(?!\[)[^\n]{0,2000}\n){1,200})`, 'gm'),
        kind: 'texts',
      },
    ],
  },
  {
    name: /^(?:cargo-make|makers|cargo)$/,
    beside: true,
    files: ['./Makefile.toml'],
    settings: [
      {
        pattern:
          /^[ \t]{0,40}command[ \t]{0,20}=[ \t]{0,20}("[^"\n]{1,200}"\s{1,40}args[ \t]{0,20}=[ \t]{0,20}\[[^\]]{1,4000}\])/gm,
        kind: 'words',
      },
      { pattern: /^[ \t]{0,40}script[ \t]{0,20}=[ \t]{0,20}(\[[^\]]{1,4000}\])/gm, kind: 'texts' },
      texts(String.raw`^[ \t]{0,40}script[ \t]{0,20}=[ \t]{0,20}`, 'gm'),
    ],
  },
  {
    name: /^(?:lefthook|pre-commit|act|skaffold|mprocs|pulumi|borgmatic)$/,
    files: [
      './lefthook.yml',
      './.pre-commit-config.yaml',
      './.github/workflows/*',
      './skaffold.yaml',
      './mprocs.yaml',
      './Pulumi.yaml',
      '/etc/borgmatic/config.yaml',
      '/etc/borgmatic.d/*',
    ],
    settings: [
      {
        pattern: line(
          '(?:-[ \\t]{1,9})?["\']?(?:run|entry|shell|buildCommand|create|update|delete|cmd)',
          YAML,
        ),
        kind: 'command',
      },
      {
        pattern: new RegExp(String.raw`^[ \t]{0,40}(?:before|after|on)_\w{1,40}:[ \t]{0,9}\n${ITEMS}`, 'gm'),
        kind: 'lines',
      },
    ],
  },
  {
    name: /^(?:terraform|tofu|terragrunt|packer)$/,
    files: ['./*.tf', './terragrunt.hcl', './*.pkr.hcl'],
    settings: [
      { pattern: line('command', String.raw`[ \t]{0,40}=[ \t]{0,40}(?!<<)`), kind: 'command' },
      {
        pattern:
          /^[ \t]{0,40}command[ \t]{0,20}=[ \t]{0,20}<<[-~]?\w{1,40}\n([^]{1,4000}?)\n[ \t]{0,40}[A-Z_]{2,40}$/gm,
        kind: 'command',
      },
      {
        pattern: /^[ \t]{0,40}(?:program|execute)[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,4000})\]/gm,
        kind: 'words',
      },
      { pattern: /^[ \t]{0,40}inline[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,4000})\]/gm, kind: 'texts' },
    ],
  },
  {
    name: /^helmfile$/,
    files: ['./helmfile.yaml', './helmfile.d/*'],
    settings: [
      // The words of a shell are told behind it.
      { pattern: /^[ \t]{0,40}args:[ \t]{1,9}\[([^\]]{1,4000})\]/gm, kind: 'texts' },
    ],
  },
  {
    name: /^snakemake$/,
    files: ['./Snakefile', './workflow/Snakefile'],
    settings: [texts(String.raw`\bshell[ \t]{0,9}[:(][ \t\n]{0,40}`)],
    loads: [{ files: ['./Snakefile', './workflow/Snakefile'], as: 'python' }],
  },
  {
    name: /^nextflow$/,
    files: ['./main.nf', './nextflow.config'],
    settings: [
      { pattern: /\b(?:script|shell|exec):\s{0,40}(?:"{3}|'{3})([^]{1,8000}?)(?:"{3}|'{3})/g, kind: 'lines' },
    ],
  },
  {
    name: /^tilt$/,
    files: ['./Tiltfile'],
    settings: [
      texts(
        String.raw`\b(?:local|local_resource|custom_build)[ \t]{0,9}\((?:[ \t]{0,9}["'][\w-]{1,60}["'],)?[ \t]{0,9}`,
      ),
    ],
  },
  { name: /^vagrant$/, files: [], settings: [], loads: [{ files: ['./Vagrantfile'], as: 'ruby' }] },
  {
    name: /^thor$/,
    files: ['./Thorfile', './*.thor'],
    settings: [texts(String.raw`^[ \t]{1,40}run[ \t(]{1,9}`, 'gm')],
    loads: [{ files: ['./Thorfile', './*.thor'], as: 'ruby' }],
  },
  {
    name: /^puppet$/,
    files: [],
    settings: [
      texts(String.raw`\b(?:command|unless|onlyif)[ \t]{0,20}=>[ \t]{0,20}`),
      texts(String.raw`\bexec[ \t]{0,9}\{[ \t]{0,9}`),
    ],
  },
  {
    name: /^salt-call$/,
    files: ['/srv/salt/*.sls', '/srv/salt/*/*.sls'],
    settings: [
      { pattern: /^[ \t]{1,40}-[ \t]{1,9}(?:name|source):[ \t]{1,9}([^\n]{1,4000})/gm, kind: 'command' },
    ],
  },
  {
    name: /^(?:ansible-playbook|ansible-pull)$/,
    files: ['./roles/*/tasks/*', './roles/*/handlers/*', './tasks/*', '/etc/ansible/roles/*/tasks/*'],
    include: /\b(?:import|include)_(?:tasks|playbook)["']?[ \t]{0,9}:[ \t]{1,9}["']?([\w./-]{1,300})/g,
    settings: [
      {
        pattern:
          /^[ \t]{0,40}(?:-[ \t]{1,9})?(?:ansible\.builtin\.)?(?:shell|command|raw|script)[ \t]{0,9}:[ \t]{0,9}[|>][-+\d]{0,3}[ \t]{0,9}\n((?:[ \t]{1,40}[^\n]{0,2000}\n?){1,50})/gm,
        kind: 'lines',
      },
      {
        pattern: line(
          '(?:-[ \\t]{1,9})?(?:ansible\\.builtin\\.)?(?:shell|command|raw|script|cmd)',
          String.raw`[ \t]{0,9}:[ \t]{1,9}(?![|>])`,
        ),
        kind: 'command',
      },
      texts(String.raw`^[ \t]{0,40}argv[ \t]{0,9}:[ \t]{1,9}\[[^\]"']{0,200}`, 'gm'),
      texts(String.raw`\b(?:lookup|query)\([ \t]{0,9}["']pipe["'][ \t]{0,9},[ \t]{0,9}`),
    ],
  },
  {
    name: /^cloud-init$/,
    files: ['/etc/cloud/cloud.cfg', '/etc/cloud/cloud.cfg.d/*'],
    settings: [
      { pattern: new RegExp(String.raw`^(?:runcmd|bootcmd):[ \t]{0,9}\n${ITEMS}`, 'gm'), kind: 'lines' },
    ],
  },
  {
    name: /^(?:air|modd|reflex)$/,
    files: ['./.air.toml', './modd.conf', './reflex.conf'],
    settings: [
      {
        pattern: line('(?:pre_|post_)?cmd|full_bin|prep|daemon', String.raw`[ \t]{0,40}[=:][ \t]{0,40}`),
        kind: 'command',
      },
    ],
  },
  {
    name: /^airflow$/,
    files: ['$AIRFLOW_HOME/dags/*.py', '/opt/airflow/dags/*.py'],
    settings: [texts(String.raw`\bbash_command[ \t]{0,9}=[ \t]{0,9}f?`)],
    loads: [{ files: ['$AIRFLOW_HOME/dags/*.py', '/opt/airflow/dags/*.py'], as: 'python' }],
  },
  { ...inPython(/^locust$/, './locustfile.py'), beside: true },
  inPython(/^sphinx-(?:build|autobuild)$/, './conf.py', './docs/conf.py', './source/conf.py'),
  inPython(/^mkdocs$/, './*.py', './hooks/*.py'),
  inPython(/^alembic$/, './*/env.py', './env.py'),
  inPython(/^scrapy$/, './*/settings.py', './*/spiders/*.py'),
  inPython(
    /^jupyter(?:-\w{1,20})?$/,
    '/etc/jupyter/*.py',
    '/usr/local/etc/jupyter/*.py',
    '$HOME/.jupyter/*.py',
  ),
  { name: /^jekyll$/, files: [], settings: [], loads: [{ files: ['./_plugins/*.rb'], as: 'ruby' }] },
  {
    name: /^bats$/,
    files: [],
    settings: [{ pattern: /^@test[^\n]{1,500}\{[ \t]{0,9}\n([^]{1,8000}?)\n\}/gm, kind: 'lines' }],
  },
];

/** A tool that loads its settings as programs of Python. */
function inPython(name: RegExp, ...files: readonly string[]): Server {
  return { name, files: [], settings: [], loads: [{ files, as: 'python' }] };
}
