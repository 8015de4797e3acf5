import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { RESERVED_STEPS } from '../budget.ts';
import type { Chain, Follower, Following, Invocation } from '../chain.ts';
import { programStep } from '../programs/program-text.ts';
import { isFile, isFolder, lineOf, namesIn, Steps, textOf } from './service-files.ts';
import { followUwsgi } from './uwsgi.ts';

/** A server or worker that loads the image's own code by name, and what it loads when it is told nothing. */
interface AppServer {
  readonly name: RegExp;
  readonly language: ProgramLanguage;
  /** Relative to the folder that it is started in; those that there are. */
  readonly reads?: readonly string[];
  /** A folder of which it reads every Ruby file. */
  readonly folder?: string;
  /** Variables that name a module, with what they stand for where they are not set. */
  readonly variables?: Readonly<Record<string, readonly string[]>>;
}

const INITIALIZERS = 'config/initializers';
const RAILS = [
  'config.ru',
  'config/boot.rb',
  'config/application.rb',
  'config/environment.rb',
  'config/environments/production.rb',
  'config/puma.rb',
  'config/unicorn.rb',
];

const UWSGI_NAME = /^uwsgi(?:-core|_python3?)?$/;

/** By their documentation. One more is one more line. */
const SERVERS: readonly AppServer[] = [
  { name: /^gunicorn$/, language: 'python', reads: ['gunicorn.conf.py'] },
  { name: /^(?:py\.test|pytest)[\d.]*$/, language: 'python', reads: ['conftest.py'] },
  { name: /^nox$/, language: 'python', reads: ['noxfile.py'] },
  { name: /^scons[\d.]*$/, language: 'python', reads: ['SConstruct', 'Sconstruct', 'sconstruct'] },
  { name: /^(?:invoke|inv)$/, language: 'python', reads: ['tasks.py', 'tasks/__init__.py'] },
  { name: /^fab$/, language: 'python', reads: ['fabfile.py'] },
  { name: /^flask$/, language: 'python', variables: { FLASK_APP: ['wsgi.py', 'app.py'] } },
  { name: /^fastapi$/, language: 'python', reads: ['main.py', 'app.py', 'api.py', 'app/main.py'] },
  {
    name: /^celery$/,
    language: 'python',
    reads: ['celeryconfig.py'],
    variables: { CELERY_APP: [], CELERY_CONFIG_MODULE: [] },
  },
  { name: UWSGI_NAME, language: 'python', variables: { UWSGI_INI: [] } },
  { name: /^uvicorn$/, language: 'python', variables: { UVICORN_APP: [] } },
  {
    name: /^(?:hypercorn|daphne|waitress-serve|granian|sanic|robyn|litestar|dramatiq|arq|huey_consumer(?:\.py)?|rq|nameko|faust|streamlit|chainlit|gradio|panel|bokeh|voila|locust|twistd|dagster(?:-webserver|-daemon)?|django-admin|mod_wsgi-express|torchrun|accelerate|rasa|pserve|coverage)$/,
    language: 'python',
  },
  {
    name: /^(?:rails|puma|rackup|thin|falcon|iodine|passenger|sidekiq|unicorn(?:_rails)?)$/,
    language: 'ruby',
    reads: RAILS,
    folder: INITIALIZERS,
  },
  { name: /^(?:rake|resque)$/, language: 'ruby', reads: ['Rakefile', ...RAILS], folder: INITIALIZERS },
  {
    name: /^next$/,
    language: 'node',
    reads: ['next.config.js', 'next.config.mjs', 'next.config.cjs', 'next.config.ts', 'instrumentation.js'],
  },
  { name: /^nest$/, language: 'node', reads: ['dist/main.js', 'src/main.ts'] },
  { name: /^strapi$/, language: 'node', reads: ['src/index.js', 'config/server.js', 'config/database.js'] },
];

/** Words of a command that are looked up; nothing needs as many. */
const MAX_WORDS = 64;
/** `pkg.module`, `pkg.module:app`, `module:create()`. */
const MODULE = /^([A-Za-z_]\w{0,100}(?:\.[A-Za-z_]\w{0,100}){0,20})(?::[\w.()'"=, ]{0,200})?$/;
const MAX_INITIALIZERS = 100;
const MAX_SETTINGS = 256 * 1024;
/** Settings of uWSGI that name code by a module (uwsgi-docs, "Options"). */
const UWSGI =
  /^[ \t]{0,20}(wsgi-file|wsgi|module|file|(?:shared-)?(?:py)?import)[ \t]{0,20}=[ \t]{0,20}(\S[^\n]{0,1000})$/gm;

/**
 * `gunicorn app:app`, `uvicorn pkg.main:api --app-dir src`, `flask run`, `celery -A tasks worker`, `rails server`: the
 * image's own code that the server loads, by the words of its command and by its defaults. A word that stands for no file
 * in the image is none.
 */
export const followAppServer: Follower = (invocation, program, chain) => {
  const server = SERVERS.find(({ name }) => name.test(program.name));
  return server === undefined ? undefined : followServer(chain, invocation, server, program.name);
};

function followServer(chain: Chain, invocation: Invocation, server: AppServer, program: string): Following {
  const steps = new Steps();
  const { variables, cwd } = invocation.environment;
  const words = invocation.argv.slice(1, MAX_WORDS).flatMap(({ value, text }) => {
    const word = value ?? text;
    return word.startsWith('-') && word.includes('=') ? [word.slice(word.indexOf('=') + 1)] : [word];
  });
  // `--chdir`, `--app-dir`, `--pythonpath`: folders among the words are where modules are looked for, too.
  const named = words.map((word) => absolutePath(word, cwd)).filter((path) => isFolder(chain, path));
  const folders = [cwd, ...listed(variables.get('PYTHONPATH')), ...named];
  const told = Object.entries(server.variables ?? {}).flatMap(([name, defaults]): readonly string[] => {
    const value = variables.get(name);
    return typeof value === 'string' && value !== '' ? [value] : defaults;
  });
  const settings = server.language === 'python' ? (variables.get('DJANGO_SETTINGS_MODULE') ?? '') : '';
  const names = [...(server.reads ?? []), ...told, ...words, settings];
  const read = new Set<string>();
  for (const name of names) {
    const path = fileOf(chain, name, server.language, folders);
    if (path === undefined || read.has(path)) continue;
    read.add(path);
    if (path.endsWith('.ini')) followSettings(chain, invocation, path, server, folders, steps);
    else steps.add(load(chain, invocation, path, server.language));
  }
  if (server.folder !== undefined) {
    const folder = absolutePath(server.folder, cwd);
    const files = namesIn(chain, folder, steps).filter((name) => name.endsWith('.rb'));
    for (const name of files.slice(0, MAX_INITIALIZERS)) {
      steps.add(load(chain, invocation, `${folder}/${name}`, server.language));
    }
  }
  if (UWSGI_NAME.test(program)) followUwsgi(chain, invocation, steps);
  return steps.done();
}

function listed(value: string | null | undefined): readonly string[] {
  return (value ?? '').split(':', MAX_WORDS).filter((folder) => folder !== '');
}

/** A file by its name, or the file of a module. */
function fileOf(
  chain: Chain,
  name: string,
  language: ProgramLanguage,
  folders: readonly string[],
): string | undefined {
  if (name === '' || name.startsWith('-')) return undefined;
  // `app.py:app` is a file, too.
  for (const plain of [name, name.replace(/(\.py):.*$/s, '$1')]) {
    const path = absolutePath(plain, folders[0] ?? '/');
    if (/\.(?:py|rb|ru|tac|ini|[cm]?js|ts)$|(?:^|\/)Rakefile$/.test(plain) && isFile(chain, path))
      return path;
  }
  const module = language === 'python' ? MODULE.exec(name)?.[1] : undefined;
  if (module === undefined) return undefined;
  // `a.b.Class` lies in a.b.
  const whole = module.replaceAll('.', '/');
  for (const part of [whole, directory(`/${whole}`).slice(1)]) {
    if (part === '') continue;
    for (const folder of folders) {
      for (const ending of ['.py', '/__init__.py']) {
        const path = absolutePath(part + ending, folder);
        if (isFile(chain, path)) return path;
      }
    }
  }
  return undefined;
}

function load(
  chain: Chain,
  invocation: Invocation,
  path: string,
  language: ProgramLanguage,
): readonly StartStep[] {
  if (chain.budget.stepsLeft <= RESERVED_STEPS) return [];
  const { environment } = invocation;
  return [programStep(chain, path, { language, interpreter: language, environment }, invocation)];
}

/** Modules that uWSGI's configuration names. */
function followSettings(
  chain: Chain,
  invocation: Invocation,
  path: string,
  { language }: AppServer,
  folders: readonly string[],
  steps: Steps,
): void {
  const text = textOf(chain, path);
  if (text === undefined || text.length > MAX_SETTINGS) {
    steps.problem(`the text of ${path} was not kept`);
    return;
  }
  let line = 1;
  let end = 0;
  for (const { 2: value = '', index } of text.matchAll(UWSGI)) {
    line += text.slice(end, index).split('\n').length - 1;
    end = index;
    const place = lineOf(chain, path, line);
    const file = fileOf(chain, value.trim(), language, [...folders, directory(path)]);
    if (file !== undefined) steps.add(load(chain, { ...invocation, place }, file, language));
  }
}
