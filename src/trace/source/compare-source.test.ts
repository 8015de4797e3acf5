import { describe, expect, it } from 'vitest';
import { explainImage, openTestImage, type TestImage, type TestLayer } from '../../../testkit/explain.ts';
import { sha256Of, sourceTreeOf } from '../../../testkit/source-tree.ts';
import { type CompareSourceInput, compareWithSource } from './compare-source.ts';
import { dockerfileInSource } from './dockerfile-in-source.ts';

interface Case {
  readonly source: Readonly<Record<string, string>>;
  /** As BuildKit writes them; each RUN, COPY and ADD has its layer. */
  readonly rows: readonly string[];
  readonly layers: readonly TestLayer[];
  readonly given?: Partial<CompareSourceInput>;
}

async function link({ source, rows, layers, given }: Case) {
  const history = rows.map((row) => ({
    created_by: row,
    comment: 'buildkit.dockerfile.v0',
    empty_layer: !/^(?:RUN|COPY|ADD)/.test(row),
  }));
  const comparison = await compareWithSource({
    tree: sourceTreeOf(source),
    ...partsOf({ history, layers }),
    ...given,
  });
  return dockerfileInSource(comparison);
}

function partsOf(spec: TestImage): Pick<CompareSourceInput, 'instructions' | 'layers' | 'merged'> {
  const { facts, tree } = openTestImage(spec);
  return { instructions: explainImage(spec).instructions, layers: facts, merged: tree };
}

const DOCKERFILE = 'FROM debian:12\nWORKDIR /app\nCOPY . .\nCMD ["./run.sh"]\n';
const BASE = { 'bin/sh': 'shell' };
const HONEST: Case = {
  source: {
    Dockerfile: DOCKERFILE,
    'run.sh': 'echo',
    'lib/a.js': 'a',
    'docs/x.md': 'x',
    '.dockerignore': 'docs\n',
  },
  rows: ['RUN /bin/sh -c base # buildkit', 'WORKDIR /app', 'COPY . . # buildkit', 'CMD ["./run.sh"]'],
  layers: [
    BASE,
    {
      'app/Dockerfile': DOCKERFILE,
      'app/run.sh': 'echo',
      'app/lib/a.js': 'a',
      'app/.dockerignore': 'docs\n',
    },
  ],
};

function withFile(path: string, text: string): Case {
  return { ...HONEST, layers: [BASE, { ...HONEST.layers[1], [path]: text }] };
}

describe('an image held against its source tree', () => {
  it('is verified when instructions and copied bytes agree', async () => {
    const { status, reason, evidence } = await link(HONEST);
    expect([status, reason]).toEqual([
      'verified',
      'The history says what Dockerfile says, instruction by instruction. 4 copied files are byte for byte in the source.',
    ]);
    expect(evidence[1]).toBe("row 1 of the history is taken for the base image's");
  });

  it('is contradicted by one byte, one file more and one file less', async () => {
    const changed = await link(withFile('app/run.sh', 'echo!'));
    expect(changed).toMatchObject({ status: 'contradicted' });
    expect(changed.evidence).toContain('line 3: /app/run.sh holds other bytes than run.sh');
    const more = await link(withFile('usr/sbin/sshd', 'x'));
    expect(more.status).toBe('contradicted');
    expect(more.evidence).toContain('line 3: /usr/sbin/sshd is in the layer, and not in the source');
    const { 'app/lib/a.js': _, ...less } = HONEST.layers[1] ?? {};
    const missing = await link({ ...HONEST, layers: [BASE, less] });
    expect(missing.evidence).toContain(
      'line 3: /app/lib/a.js is not in the image, though the source has lib/a.js',
    );
    const ignored = await link(withFile('app/docs/x.md', 'x'));
    expect(ignored.evidence).toContain('line 3: /app/docs/x.md is in the layer, and not in the source');
  });

  it("allows for git's own folder, and for files that lie there from below byte for byte", async () => {
    expect((await link(withFile('app/.git/HEAD', 'x'))).status).toBe('verified');
    const { 'app/lib/a.js': same, ...rest } = HONEST.layers[1] ?? {};
    const below = { ...BASE, 'app/lib/a.js': same ?? '' };
    expect((await link({ ...HONEST, layers: [below, rest] })).status).toBe('verified');
  });

  it('is contradicted by an instruction put in or changed, and names it', async () => {
    const rows = [...HONEST.rows, 'RUN /bin/sh -c curl evil # buildkit'];
    const put = await link({ ...HONEST, rows, layers: [...HONEST.layers, { x: 'x' }] });
    expect(put.status).toBe('contradicted');
    expect(put.evidence).toContain('row 5: RUN curl evil: the Dockerfile does not say so');
    const changed = await link({ ...HONEST, rows: [...HONEST.rows.slice(0, 3), 'CMD ["/evil"]'] });
    expect(changed.evidence).toContain('line 4: CMD ["./run.sh"]: the history says CMD ["/evil"]');
  });

  it("takes no layer above those of a known base for the base image's", async () => {
    const rows = [HONEST.rows[0] ?? '', 'RUN /bin/sh -c curl evil # buildkit', ...HONEST.rows.slice(1)];
    const layers = [BASE, { 'bin/evil': 'x' }, ...HONEST.layers.slice(1)];
    expect((await link({ ...HONEST, rows, layers })).status).toBe('verified');
    const known = await link({ ...HONEST, rows, layers, given: { knownBaseLayers: 1 } });
    expect(known.status).toBe('contradicted');
    expect(known.evidence).toContain('row 2: RUN curl evil: the Dockerfile does not say so');
  });

  it('finds the Dockerfile and the context that fit best', async () => {
    const dockerfile = 'FROM debian:12\nCOPY run.sh /run.sh\n';
    const found = await link({
      source: {
        Dockerfile: 'FROM debian:12\nRUN other\nRUN more\n',
        'svc/Dockerfile.prod': dockerfile,
        'svc/run.sh': 'echo',
      },
      rows: ['RUN /bin/sh -c base # buildkit', 'COPY run.sh /run.sh # buildkit'],
      layers: [BASE, { 'run.sh': 'echo' }],
    });
    expect(found.status).toBe('verified');
    expect(found.evidence.slice(0, 2)).toEqual([
      'svc/Dockerfile.prod, stage "0", FROM debian:12',
      'build context svc',
    ]);
    const named = await link({ ...HONEST, given: { dockerfile: 'nowhere' } });
    expect(named.status).toBe('missing');
  });

  it('says what comes from another stage, and compares the rest', async () => {
    const found = await link({
      source: {
        Dockerfile:
          'FROM golang AS build\nRUN go build\nFROM scratch\nCOPY --from=build /out /app\nCOPY a /a\n',
        a: 'a',
      },
      rows: ['COPY /out /app # buildkit', 'COPY a /a # buildkit'],
      layers: [{ app: 'built' }, { a: 'a' }],
    });
    expect(found.status).toBe('verified');
    expect(found.evidence).toContain(
      'line 4: not known: it comes from the stage "build": what that stage made is not in the source',
    );
    expect(found.reason).toContain('of 1 of 2 COPY or ADD the content is not known');
  });

  it('follows wildcards, folders, links among folders, here-documents and checksums', async () => {
    const dockerfile = `FROM debian
COPY *.conf lib/ /lib/app/
COPY tool /usr/bin
COPY <<"END" /etc/motd
hello
END
ADD --checksum=sha256:${sha256Of('x')} https://example.com/x?y=1 /opt/
`;
    const found = await link({
      source: {
        Dockerfile: dockerfile,
        'a.conf': '1',
        'b.conf': '2',
        'lib/c': '3',
        'd/e.conf': '4',
        tool: 't',
      },
      rows: [
        'RUN /bin/sh -c base # buildkit',
        'COPY *.conf lib/ /lib/app/ # buildkit',
        'COPY tool /usr/bin # buildkit',
        'COPY <<END /etc/motd # buildkit',
        'ADD https://example.com/x?y=1 /opt/ # buildkit',
      ],
      layers: [
        { lib: { link: 'usr/lib' } },
        { 'usr/lib/app/a.conf': '1', 'usr/lib/app/b.conf': '2', 'usr/lib/app/c': '3' },
        { 'usr/bin/tool': 't' },
        { 'etc/motd': 'hello\n' },
        { 'opt/x': 'x' },
      ],
    });
    expect(found.evidence.filter((text) => text.startsWith('line'))).toEqual([]);
    expect(found).toMatchObject({ status: 'verified' });
    expect(found.reason).toContain('6 copied files are byte for byte');
  });

  it('does not take what another instruction of the same layer changed for a contradiction', async () => {
    const history = [
      { created_by: `/bin/sh -c #(nop) COPY dir:${'a'.repeat(64)} in /a`, empty_layer: true },
      { created_by: '/bin/sh -c make', comment: 'FROM x' },
    ];
    const parts = partsOf({
      config: { Labels: { 'io.buildah.version': '1.28.2' } },
      history,
      layers: [{ 'a/x': 'made' }],
    });
    const source = sourceTreeOf({ Dockerfile: 'FROM scratch\nCOPY d /a\nRUN make\n', 'd/x': 'raw' });
    const found = dockerfileInSource(await compareWithSource({ tree: source, ...parts }));
    expect(found.status).toBe('verified');
    expect(found.evidence.join('\n')).toContain('may have changed what it copied');
  });

  it('stays bounded with hostile Dockerfiles and sources', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`Dockerfile.${i}`, 'FROM x\n'.repeat(500)]),
    );
    expect((await link({ ...HONEST, source: many })).status).toBe('claimed');
    const words = `FROM scratch\nCOPY ${'*/'.repeat(300)}x ${'a '.repeat(10_000)} /x\n`;
    expect((await link({ ...HONEST, source: { Dockerfile: words } })).status).toBe('contradicted');
  });
});
