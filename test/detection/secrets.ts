import { awsSecretKey, githubToken, letters, pemKey } from '../../testkit/secrets.ts';
import { base64, type ImageCase, image, layer, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const TOKEN = githubToken('corpus');
const AWS = awsSecretKey('corpus');

function held(name: string, rule: string, files: Parameters<typeof image>[0], config = {}): ImageCase {
  return {
    name: `secret: ${name}`,
    spec: image(files, { ...NGINX, ...config }),
    rule: `secret/${rule}`,
    severity: 'medium',
  };
}

/** What opens other doors to whoever reads the image. */
export const SECRETS: readonly ImageCase[] = [
  held('cloud keys of root', 'cloud', {
    'root/.aws/credentials': `[default]\naws_secret_access_key=${AWS}\n`,
  }),
  held('cloud keys in ENV', 'cloud', {}, { Env: [`AWS_SECRET_ACCESS_KEY=${AWS}`] }),
  held('a kubeconfig under another name', 'cluster', {
    'srv/k': `apiVersion: v1\nclusters:\n- cluster: {server: 'https://192.0.2.9'}\nkind: Config\nusers:\n- user: {token: ${letters('kube', 64)}}\n`,
  }),
  held('a registry’s login that a later layer removes', 'registry', [
    layer({
      'root/.docker/config.json': `{"auths":{"r.corp.example":{"auth":"${base64(`ci:${letters('r', 24)}`)}"}}}`,
    }),
    layer({ 'root/.docker/.wh.config.json': '' }, { createdBy: '/bin/sh -c rm /root/.docker/config.json' }),
  ]),
  held('a token in the history', 'token', [
    layer(
      { 'srv/a': 'a' },
      { createdBy: `|1 TOKEN=${TOKEN} /bin/sh -c git clone https://$TOKEN@github.com/corp/a` },
    ),
  ]),
  held('the key of a web server', 'private-key', { 'etc/nginx/tls/site.key': pemKey() }),
  held('the key of example.com', 'private-key', { 'etc/nginx/tls/example.com.key': pemKey() }),
  {
    name: 'secret: a token in base64 in the entrypoint',
    spec: starts(`export T=$(echo ${base64(`GITHUB_TOKEN=${TOKEN}`)} | base64 -d)\nexec nginx`),
    rule: 'secret/token',
  },
];

/** Images that hold the like and are honest. */
export const SECRET_TWINS: readonly ImageCase[] = [
  {
    name: 'twin: secrets that come at run time',
    spec: starts(
      'export AWS_SECRET_ACCESS_KEY=$(cat /run/secrets/aws)\ngit clone "https://x:${TOKEN}@github.com/corp/a"\nexec nginx',
      {
        'root/.npmrc': '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n',
        'etc/app.env.example': `GITHUB_TOKEN=ghp_${'x'.repeat(36)}\nDATABASE_URL=postgres://user:password@localhost/db\n`,
      },
    ),
  },
  {
    name: 'twin: test keys of a library and of a package',
    spec: image(
      {
        'usr/lib/python3/dist-packages/tls/test/keycert.pem': pemKey(),
        'app/node_modules/https/test/fixtures/key.pem': pemKey(),
        'usr/share/corp/demo-ca.key': pemKey(),
        'etc/ssl/private/ssl-cert-snakeoil.key': pemKey(),
        'opt/generator/templates/example-server-key.pem': pemKey(),
      },
      NGINX,
    ),
  },
  {
    name: 'twin: documentation of tokens, and a scanner’s rules for them',
    spec: image(
      {
        'usr/share/doc/corp/README.md': `Set GITHUB_TOKEN=${TOKEN}\n`,
        'opt/scanner/rules/github.yaml': `pattern: ghp_[A-Za-z0-9]{36}\ntest: ${TOKEN}\n`,
        'opt/app/config.yaml': 'database: postgres://app:Tr0ub4dor@db:5432/app\n',
      },
      NGINX,
    ),
  },
];
