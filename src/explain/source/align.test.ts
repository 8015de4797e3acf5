import { describe, expect, it } from 'vitest';
import type { HistoryRow } from '../../image/config.ts';
import { instructionsOf } from '../history/instructions.ts';
import { align } from './align.ts';
import { parseDockerfile } from './parse-dockerfile.ts';
import { Stages } from './stage-chain.ts';

const BASE = [
  { created_by: 'RUN /bin/sh -c base # buildkit', comment: 'buildkit.dockerfile.v0' },
  { created_by: 'ENV LANG=C.UTF-8', comment: 'buildkit.dockerfile.v0', empty_layer: true },
  { created_by: 'WORKDIR /srv', comment: 'buildkit.dockerfile.v0' },
];

/** Rows as BuildKit writes them. */
function buildkit(...rows: readonly string[]): HistoryRow[] {
  return rows.map((row) => ({
    created_by:
      row.startsWith('RUN ') && !row.startsWith('RUN |') ? `RUN /bin/sh -c ${row.slice(4)} # buildkit` : row,
    comment: 'buildkit.dockerfile.v0',
    empty_layer: /^(?:ENV|CMD|ENTRYPOINT|LABEL|ARG|USER)/.test(row),
  }));
}

function aligned(
  dockerfile: string,
  history: readonly HistoryRow[],
  given: { readonly args?: Record<string, string>; readonly baseRows?: number } = {},
) {
  const args = new Map(Object.entries(given.args ?? {}));
  const stages = new Stages(parseDockerfile(dockerfile), args);
  const chain = stages.chain(stages.names.at(-1) ?? '');
  const { instructions } = instructionsOf({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { diff_ids: [] },
    history: [...history],
  });
  const found = align({
    instructions: chain?.instructions ?? [],
    rows: instructions.filter(({ row }) => row !== undefined),
    args,
    ...(given.baseRows === undefined ? {} : { baseRows: given.baseRows }),
  });
  const told = found?.pairs.map(
    ({ status, source, row }) => `${status} ${source?.line ?? '-'} ${row?.row ?? '-'}`,
  );
  return { base: found?.baseRows, told, args: Object.fromEntries(found?.args ?? []), pairs: found?.pairs };
}

describe('a Dockerfile laid beside a history', () => {
  it('agrees with the rows behind those of the base', () => {
    const found = aligned('FROM x\nENV A="$LANG"\nCOPY . app/\nRUN make \\\n  all\nCMD ["app"]\n', [
      ...BASE,
      ...buildkit('ENV A=C.UTF-8', 'COPY . app/ # buildkit', 'RUN make   all', 'CMD ["app"]'),
    ]);
    expect(found.base).toBe(3);
    expect(found.told).toEqual(['equal 2 3', 'equal 3 4', 'equal 4 5', 'equal 6 6']);
    expect(found.pairs?.[1]?.workdir).toBe('/srv');
  });

  it('shows what was put in, taken out and changed', () => {
    const dockerfile = 'FROM x\nENV A=1\nRUN make\nUSER app\nCMD ["app"]\n';
    const rows = (...own: readonly string[]) => [...BASE, ...buildkit(...own)];
    expect(
      aligned(dockerfile, rows('ENV A=1', 'RUN make', 'RUN curl evil', 'USER app', 'CMD ["app"]')).told,
    ).toEqual(['equal 2 3', 'equal 3 4', 'extra - 5', 'equal 4 6', 'equal 5 7']);
    expect(aligned(dockerfile, rows('ENV A=1', 'RUN make', 'CMD ["app"]')).told).toContain('missing 4 -');
    expect(aligned(dockerfile, rows('ENV A=1', 'RUN make -j', 'USER app', 'CMD ["app"]')).told).toContain(
      'differs 3 4',
    );
    expect(
      aligned(dockerfile, rows('ENV A=1', 'RUN make', 'USER app', 'CMD ["app"]', 'RUN x')).told?.at(-1),
    ).toBe('extra - 7');
  });

  it('takes labels behind all else for those of the command line, and only there', () => {
    const dockerfile = 'FROM x\nUSER app\nCMD ["app"]\n';
    const rows = [...BASE, ...buildkit('USER app', 'CMD ["app"]', 'LABEL revision=1', 'LABEL b=2')];
    expect(aligned(dockerfile, rows).told?.slice(-2)).toEqual(['given - 5', 'given - 6']);
    const between = [...BASE, ...buildkit('USER app', 'LABEL revision=1', 'CMD ["app"]')];
    expect(aligned(dockerfile, between).told).toContain('extra - 4');
  });

  it('knows a value given to the build from one that the Dockerfile names', () => {
    const dockerfile = 'FROM x\nARG V=1\nENV A=v$V\nLABEL v="$V"\nRUN get $V\n';
    const own = buildkit('ARG V=2', 'ENV A=v2', 'LABEL v=2', 'RUN |1 V=2 /bin/sh -c get $V');
    const found = aligned(dockerfile, [...BASE, ...own]);
    expect(found.told).toEqual(['arguments 2 3', 'equal 3 4', 'equal 4 5', 'equal 5 6']);
    expect(found.args).toEqual({ V: '2' });
    // kaniko writes no row for ARG: then only the values themselves tell.
    const unrecorded = aligned(dockerfile, [...BASE, ...own.slice(1)]);
    expect(unrecorded.told).toEqual(['unrecorded 2 -', 'arguments 3 3', 'arguments 4 4', 'equal 5 5']);
    expect(aligned(dockerfile, [...BASE, ...own.slice(1)], { args: { V: '2' } }).told?.[1]).toBe('equal 3 3');
  });

  it('takes a row of buildah, which names all arguments declared so far', () => {
    const rows = ['ARG TO', 'ARG FROM TO', 'ARG FROM TO VIA', 'LABEL to=$TO'].map((row) => ({
      created_by: `/bin/sh -c #(nop) ${row}`,
      empty_layer: true,
    }));
    const { told } = aligned('FROM scratch\nARG TO\nARG FROM\nARG VIA\nLABEL to=$TO\n', rows, {
      baseRows: 0,
    });
    expect(told?.slice(0, 3)).toEqual(['equal 2 0', 'equal 3 1', 'equal 4 2']);
    const { told: other } = aligned('FROM scratch\nARG TO\nARG OTHER\n', rows.slice(0, 2), { baseRows: 0 });
    expect(other?.filter((one) => one.startsWith('extra'))).toHaveLength(1);
  });

  it("takes a classic builder's checksums for unrecorded when they go to the same place", () => {
    const hash = 'a'.repeat(64);
    const nop = (text: string) => [{ created_by: `/bin/sh -c #(nop) ${text}` }];
    const history = [...BASE, ...nop(`COPY file:${hash} in /opt/app `)];
    expect(aligned('FROM x\nCOPY app /opt/app\n', history).told).toEqual(['unrecorded 2 3']);
    expect(aligned('FROM x\nCOPY app /usr/bin/\n', history).told).toEqual(['differs 2 3']);
  });

  it('allows no row before the first when it starts from nothing', () => {
    const history = buildkit('RUN hidden', 'COPY app /app # buildkit');
    expect(aligned('FROM scratch\nCOPY app /app\n', history, { baseRows: 0 }).told).toEqual([
      'extra - 0',
      'equal 2 1',
    ]);
    expect(aligned('FROM x\nCOPY app /app\n', history).told).toEqual(['equal 2 1']);
  });

  it('follows a stage through those that it is built from, and arguments before the first FROM', () => {
    const dockerfile =
      'ARG V=12\nFROM debian:$V AS one\nENV A=1\nFROM golang AS build\nRUN go build\nFROM one\nCOPY --from=build /x /y\n';
    const stages = new Stages(parseDockerfile(dockerfile), new Map([['V', '13']]));
    expect(stages.chain('2')).toMatchObject({ name: '2', from: 'debian:13' });
    expect(stages.chain('2')?.instructions.map(({ keyword }) => keyword)).toEqual(['ENV', 'COPY']);
    expect(stages.find('BUILD')).toBe('build');
    expect(stages.find('golang')).toBeUndefined();
    expect(stages.chain('9')).toBeUndefined();
  });

  it('that names itself or is endless is bounded', () => {
    const loop = new Stages(parseDockerfile('FROM a AS a\nFROM a AS a\nRUN x\n'), new Map());
    expect(loop.chain('a')?.from).toBe('a');
    const many = buildkit(...Array.from({ length: 9000 }, () => 'RUN x'));
    expect(aligned(`FROM x\n${'RUN x\n'.repeat(5000)}`, many).told).toBeUndefined();
    expect(aligned(`FROM x\n${'RUN x\n'.repeat(1000)}`, many.slice(0, 2000)).told).toHaveLength(1000);
  });
});
