import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { honestImages } from '../../demo/honest.ts';
import { fakeIo } from '../../testkit/fake-io.ts';
import { type BuiltImage, buildImage, buildIndex, type ImageSpec } from '../../testkit/image.ts';
import { buildkitSteps } from '../../testkit/provenance.ts';
import { githubToken } from '../../testkit/secrets.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { explainTarget } from '../app/explain.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { EXPLAIN_FORMATS, renderExplanation } from '../report/explain/index.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-explain-'));
afterAll(() => rmSync(folder, { recursive: true }));

const buildkit = { comment: 'buildkit.dockerfile.v0' };
/** An image that was changed after it was built, whose history tries to add lines. */
const CHANGED: ImageSpec = {
  steps: [
    { createdBy: 'COPY app / # buildkit', ...buildkit, items: [{ path: 'app', data: 'a' }] },
    {
      createdBy: 'RUN /bin/sh -c true\nUSER root # buildkit',
      ...buildkit,
      items: [{ path: 'b\u001b[2J', data: 'b' }],
    },
    { createdBy: 'CMD ["/app"]', ...buildkit },
  ],
  config: { Cmd: ['/miner'] },
};

/** A layer that holds more than its instruction says. */
const ODD_LAYER: ImageSpec = {
  steps: [
    {
      createdBy: 'COPY run.sh /app/ # buildkit',
      ...buildkit,
      items: [
        { path: 'app/run.sh', data: '#!/bin/sh\nown\n', mode: 0o755 },
        { path: 'usr/sbin/other.sh', data: '#!/bin/sh\n', mode: 0o755 },
      ],
    },
  ],
};

/** What BuildKit records of the Dockerfile below, and its provenance with mode=max, in both versions. */
const BUILT: ImageSpec = {
  steps: [
    { createdBy: 'COPY /src/app /app # buildkit', ...buildkit, items: [{ path: 'app', data: 'a' }] },
    { createdBy: 'RUN /bin/sh -c /dev/pipes/EOF # buildkit', ...buildkit, items: [{ path: 'b', data: 'b' }] },
    { createdBy: 'USER app', ...buildkit },
    { createdBy: 'CMD ["/app"]', ...buildkit },
  ],
  config: { Cmd: ['/app'], User: 'app' },
};
const TOKEN = githubToken('explain');
const PASSWORD = 'Wn7-kpq.x4';
/** Secrets in every place that an explanation tells of, also as what a variable comes to. */
const SECRETS: ImageSpec = {
  steps: [
    {
      createdBy: `RUN /bin/sh -c curl -H "Authorization: token ${TOKEN}" https://example.com # buildkit`,
      ...buildkit,
      items: [
        { path: 'run.sh', data: '#!/bin/sh\nexec app --db "$DB" --pass "${DB##*:}" -t $T\n', mode: 0o755 },
      ],
    },
    { createdBy: `ENV DB=postgres://app:${PASSWORD}@db.corp.net/x T=${TOKEN}`, ...buildkit },
    { createdBy: `LABEL ci=${TOKEN}`, ...buildkit },
    { createdBy: `CMD ["/run.sh" "${TOKEN}"]`, ...buildkit },
  ],
  config: {
    Env: [`DB=postgres://app:${PASSWORD}@db.corp.net/x`, `T=${TOKEN}`],
    Labels: { ci: TOKEN },
    Cmd: ['/run.sh', TOKEN],
  },
};

const SOURCE = `FROM go:1 AS build
RUN go build
FROM base:2
COPY --from=build /src/app /app
RUN <<EOF
#!/bin/sh
curl -sf https://example.com
EOF
USER $NOBODY
CMD ["/app"]
`;

function provenance(image: BuiltImage, version: 1 | 0.2, subject = image.manifest.digest, text = SOURCE) {
  const infos = [{ filename: 'Dockerfile', language: 'Dockerfile', data: btoa(text) }];
  const { locations, layers } = buildkitSteps(image, [
    [4, 4],
    [5, 8],
  ]);
  const metadata = { source: { infos, locations }, layers };
  const common = { subject: [{ name: 'x', digest: { sha256: subject.slice(7) } }] };
  return version === 1
    ? {
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: 'https://slsa.dev/provenance/v1',
        ...common,
        predicate: { runDetails: { metadata: { buildkit_metadata: metadata } } },
      }
    : {
        _type: 'https://in-toto.io/Statement/v0.1',
        predicateType: 'https://slsa.dev/provenance/v0.2',
        ...common,
        predicate: { metadata: { 'https://mobyproject.org/buildkit@v1#metadata': metadata } },
      };
}

const KO: ImageSpec = {
  steps: [
    { createdBy: 'ko build ko://example.com/x', author: 'ko', items: [{ path: 'ko-app/x', data: 'x' }] },
  ],
};

beforeAll(async () => {
  const honest = honestImages().map(({ name, spec }) => ({ name, image: buildImage(spec) }));
  await writeOciLayout(join(folder, 'layout'), [
    ...honest,
    { name: 'changed', image: buildImage(CHANGED) },
    { name: 'odd-layer', image: buildImage(ODD_LAYER) },
    { name: 'ko', image: buildImage(KO) },
    { name: 'secrets', image: buildImage(SECRETS) },
    { name: 'no-secrets', image: buildImage({ ...SECRETS, config: { Cmd: ['/run.sh'] } }) },
    ...attested('v1', (image) => provenance(image, 1)),
    ...attested('v02', (image) => provenance(image, 0.2)),
    ...attested('other', (image) => provenance(image, 1, image.layers[0]?.digest)),
    ...attested('odd', (image) => provenance(image, 1, image.manifest.digest, 'FROM x\nRUN y\n')),
    ...attested('wrong', (image) => ({ ...provenance(image, 1), predicate: { runDetails: [1, null] } })),
  ]);
});

function attested(name: string, statement: (image: BuiltImage) => object) {
  const image = buildImage(BUILT);
  const index = buildIndex([{ image }], { attestations: () => [statement(image)] });
  return [{ name, image: index }];
}

it('writes what another tool noted of a layer once as a comment, and counts layers from one', async () => {
  const debian = honestImages().find(({ spec }) =>
    spec.steps.some(({ createdBy }) => createdBy.startsWith('# debian.sh')),
  );
  const text = await explain(debian?.name ?? '');
  expect(text.out).toMatch(/^ {2}\? # debian\.sh/m);
  expect((await explain(debian?.name ?? '', '-f', 'dockerfile')).out).toMatch(/^# layer 1: debian\.sh/m);
});

async function explain(image: string, ...args: readonly string[]) {
  const io = fakeIo({});
  const target = `oci:${join(folder, 'layout')}:${image}`;
  const code = await runCli(['explain', target, '--no-cache', '-j', '1', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe('clearpull explain', () => {
  it('tells what built an image, each instruction with its layer and how sure it is, and what it starts', async () => {
    const { code, out, err } = await explain('honest/nginx:1.27');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('FROM docker.io/library/debian:bookworm-slim');
    expect(out).toMatch(
      /layer 2: [\d.]+ k?B; 2 files added, 0 changed, 0 removed\n {2}~ RUN apt-get update \\\n/,
    );
    expect(out).toMatch(/\n {2}\? COPY docker-entrypoint\.sh \/\n {6}\^ BuildKit does not record --from/);
    expect(out).toMatch(/\n {2}= CMD \["nginx", "-g", "daemon off;"\]/);
    expect(out).toContain('What it does at start');
    expect(out).not.toMatch(/ALLOW|REVIEW|BLOCK/);
  });

  it('keeps within 60 columns, the legend of its signs too', async () => {
    const { out } = await explain('honest/nginx:1.27', '--columns', '60');
    expect(out.split('\n').filter((line) => stringWidth(line) > 60)).toEqual([]);
    expect(out).toMatch(
      /^ {2}= exact\n {2}~ meaning kept, text not\n {2}\? partly lost\n {2}! contradicted$/m,
    );
  });

  it.each([
    ['dot', /^digraph start \{[^]*label="ENTRYPOINT"[^]*\}\n$/],
    ['mermaid', /^flowchart LR\n[^]*-->\|"ENTRYPOINT"\|/],
  ])('draws the start as %s', async (format, shape) => {
    const { code, out } = await explain('honest/nginx:1.27', '-f', format);
    expect(code).toBe(0);
    expect(out).toMatch(shape);
  });

  it('masks secrets in every format, unless they are to be shown', async () => {
    const target = `oci:${join(folder, 'layout')}:secrets`;
    const options = { limits: DEFAULT_LIMITS, registry: { insecure: false, timeout: 1000 }, workers: 1 };
    const [masked, shown] = [
      await explainTarget(target, options),
      await explainTarget(target, { ...options, showSecrets: true }),
    ];
    const look = { columns: 400, verbose: true };
    for (const format of EXPLAIN_FORMATS) {
      const out = await renderExplanation(format, masked, { toolVersion: '1' }, look);
      expect(out).not.toContain(TOKEN);
      expect(out).not.toContain(PASSWORD);
    }
    for (const format of ['text', 'json', 'dockerfile', 'markdown'] as const) {
      const out = await renderExplanation(format, shown, { toolVersion: '1' }, look);
      expect(out).toContain(TOKEN);
      expect(out).toContain(PASSWORD);
    }
  });

  it('check and diff mask them too', async () => {
    const layout = `oci:${join(folder, 'layout')}`;
    const file = (format: string): string => join(folder, `secrets.${format}`);
    const formats = ['json', 'html', 'markdown', 'sarif', 'text'];
    const outputs = formats.flatMap((format) => ['-o', `${format}=${file(format)}`]);
    const run = async (...args: readonly string[]): Promise<string> => {
      const io = fakeIo({});
      await runCli([...args, '--no-cache', '-j', '1'], io);
      return io.out();
    };
    await run('check', `${layout}:secrets`, ...outputs);
    const texts = formats.map((format) => readFileSync(file(format), 'utf8'));
    const difference = await run('diff', '-f', 'json', `${layout}:no-secrets`, `${layout}:secrets`);
    for (const out of [...texts, difference]) {
      expect(out).toContain('db.corp.net');
      expect(out).not.toContain(TOKEN);
      expect(out).not.toContain(PASSWORD);
    }
    expect(await run('check', '-f', 'json', '--show-secrets', `${layout}:secrets`)).toContain(PASSWORD);
  });

  it('trace masks them in what is laid beside the source', async () => {
    const source = join(folder, 'secrets-source');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'Dockerfile'), 'FROM scratch\nENV DB=none\n');
    const run = async (...args: readonly string[]): Promise<string> => {
      const io = fakeIo({});
      const target = `oci:${join(folder, 'layout')}:secrets`;
      await runCli(['trace', '-f', 'json', '--source', source, '--no-cache', '-j', '1', ...args, target], io);
      return io.out();
    };
    expect(await run('--show-secrets')).toContain(PASSWORD);
    const out = await run();
    expect(out).toContain('db.corp.net');
    expect(out).not.toContain(PASSWORD);
    expect(out).not.toContain(TOKEN);
  });

  it('prints the Dockerfile alone', async () => {
    const { out } = await explain('honest/nginx:1.27', '-f', 'dockerfile');
    const lines = out.split('\n').filter((line) => /^[A-Z]+ /.test(line));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'FROM',
      'ENV',
      'RUN',
      'COPY',
      'ENTRYPOINT',
      'EXPOSE',
      'CMD',
    ]);
  });

  it.each(['honest/nginx:1.27', 'changed', 'ko'])(
    'prints JSON of %s that its schema describes',
    async (image) => {
      const { out } = await explain(image, '-f', 'json');
      const ajv = new Ajv2020({ strict: false });
      addFormats.default(ajv);
      const schema = JSON.parse(readFileSync('schema/explain-1.1.0.json', 'utf8'));
      const valid = ajv.validate(schema, JSON.parse(out));
      expect(ajv.errors).toBeNull();
      expect(valid).toBe(true);
    },
  );

  it('tells what accounts for the programs, with a source tree, and what does not fit an instruction', async () => {
    const source = join(folder, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'start.sh'), '#!/bin/sh\nown\n');
    const { out } = await explain('odd-layer', '-f', 'json', '--source', source);
    const { accounting, instructions } = JSON.parse(out);
    expect(accounting).toMatchObject({
      total: 2,
      accounted: 1,
      source: { programs: 1, files: [{ path: '/app/run.sh', source: 'start.sh' }] },
    });
    expect(instructions[0].mismatches).toEqual([
      {
        kind: 'files-outside-destination',
        weight: 'contradiction',
        text: 'holds 1 file outside /app',
        count: 1,
        paths: ['/usr/sbin/other.sh'],
      },
    ]);
    const text = (await explain('odd-layer', '--source', source)).out;
    expect(text).toContain('! the layer holds 1 file outside /app: /usr/sbin/other.sh');
    expect(text).toContain('1 of 2 programs accounted for; 1 to look at.');
    expect(text).toContain('1 of them is in the source tree, byte for byte.');
    const markdown = (await explain('odd-layer', '-f', 'markdown')).out;
    expect(markdown).toContain('the layer holds 1 file outside /app');
  });

  it('marks what the configuration contradicts, and lets no row add a line', async () => {
    const { out } = await explain('changed');
    expect(out).toContain(`\n  ! CMD ["/app"]\n      ^ the configuration has ["/miner"]`);
    expect(out).toContain('true\\nUSER root');
    expect(out).not.toContain('\u001b');
    const dockerfile = (await explain('changed', '-f', 'dockerfile')).out;
    expect(dockerfile).not.toMatch(/^USER/m);
    const markdown = (await explain('changed', '-f', 'markdown')).out;
    expect(markdown).toMatch(/\| contradicted \| <code>CMD/);
  });

  it('says of an image without Dockerfile what it is', async () => {
    const { out } = await explain('ko');
    expect(out).toContain('It was not built from a Dockerfile.');
    expect(out).toContain('built by ko from Go sources');
  });

  it.each(['v1', 'v02'])(
    'uses the Dockerfile of an attestation (%s), and says whose word it is',
    async (name) => {
      const { out } = await explain(name, '--columns', '120', '-v');
      expect(out).toMatch(/\n {2}~ COPY --from=build \/src\/app \/app\n {6}\^ --from=build: known only from/);
      expect(out).toMatch(/\n {2}\? RUN <<EOF #!\/bin\/sh curl -sf https:\/\/example\.com/);
      expect(out).toMatch(/\n {2}= CMD \["\/app"\]\n {6}\^ as in the Dockerfile of .* not signed/);
      // The variable is set nowhere, so the history's USER is something else.
      expect(out).toMatch(/\n {2}! USER app\n {6}\^ .* says USER \$NOBODY/);
      expect(out).toContain('FROM base:2');
      expect(out).toContain('Of 2 layers, the provenance attestation, which is not signed, says the same');
    },
  );

  it('uses no attestation about another image, or that fits no rows, or of another shape', async () => {
    const [other, odd, wrong] = [await explain('other'), await explain('odd'), await explain('wrong')];
    for (const { out, code } of [other, odd, wrong]) {
      expect(code).toBe(0);
      expect(out).toContain('\n  ? COPY /src/app /app');
    }
    expect(other.out).not.toContain('attestation');
    expect(odd.out).toContain('no stage of it has the instructions');
  });

  it('fails as check does when there is no such image', async () => {
    const { code, err } = await explain('nothing');
    expect(code).toBe(3);
    expect(err).not.toBe('');
  });
});
