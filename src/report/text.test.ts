import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  honestAssessment,
  hostileAssessment,
  minerAssessment,
  testAssessment,
} from '../../testkit/assessment.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { Instruction, StartStep } from '../explain/explanation.ts';
import { renderTable } from './table.ts';
import type { TextOptions } from './text/page.ts';
import { renderQuiet, renderText } from './text.ts';

function render(assessment: Assessment, options: TextOptions = {}): string {
  return renderText({ assessments: [assessment], failed: [], several: false }, options);
}

const SEVERAL = {
  assessments: [honestAssessment(), hostileAssessment(), minerAssessment()],
  failed: [{ target: 'gone:\x1b[1m', code: 'target-not-found', message: 'There is no \u202eimage.\nNone.' }],
  several: true,
};

// Everything but newline that a terminal would obey or a reader could not see.
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}]/u;

describe('the text report', () => {
  it('of a miner reads like this', () => {
    expect(render(minerAssessment())).toMatchSnapshot();
  });

  it('of an honest image reads like this', () => {
    expect(render(honestAssessment())).toMatchSnapshot();
  });

  it('of a plain root file system claims nothing that it cannot know', () => {
    const bare = testAssessment({
      reference: 'dir:/srv/root',
      lines: [],
      image: { bare: 'folder', hasManifest: false, platform: { os: '', architecture: '' } },
      coverage: { notes: ['1 socket left out: they hold no bytes.'] },
    });
    const text = render(bare);
    expect(text).toContain('(its tar)\n  plain root file system, ');
    expect(text).toMatch(/What it does at start ─*\s+That is not known/);
    expect(text).toMatch(/What built it ─*\s+That is not known/);
    expect(text).toContain('1 socket left out: they hold no bytes.');
    expect(text).not.toMatch(/runs as|image ID|a tag can move|neither ENTRYPOINT/);
  });

  it.each([60, 80, 120].flatMap((columns) => [false, true].map((verbose) => ({ columns, verbose }))))(
    'keeps within $columns columns and prints nothing raw (verbose: $verbose)',
    ({ columns, verbose }) => {
      for (const assessment of SEVERAL.assessments) {
        const text = render(assessment, { columns, verbose });
        expect(UNSAFE.exec(text)?.[0]).toBeUndefined();
        expect(text.split('\n').filter((line) => stringWidth(line) > columns)).toEqual([]);
      }
      const table = renderTable(SEVERAL, { columns });
      expect(UNSAFE.exec(table)?.[0]).toBeUndefined();
      expect(table.split('\n').filter((line) => stringWidth(line) > columns)).toEqual([]);
    },
  );

  it('says where the commands are that have no room', () => {
    const long = testAssessment({ reference: `oci:/${'long/'.repeat(12)}:app`, lines: [] });
    const found = { ...long, findings: minerAssessment().findings, layers: minerAssessment().layers };
    expect(render(found, { columns: 120 })).toContain('the $ lines above read each place');
    const narrow = render(found, { columns: 60 });
    expect(narrow).not.toMatch(/^ +\$ |the \$ lines above/m);
    expect(narrow.replace(/\s+/g, ' ')).toContain('are too long for this width; -f markdown has them.');
  });

  it('clamps the width to 60 and 120 columns', () => {
    expect(render(minerAssessment(), { columns: 10 })).toBe(render(minerAssessment(), { columns: 60 }));
    expect(render(minerAssessment(), { columns: 900 })).toBe(render(minerAssessment(), { columns: 120 }));
  });

  it('says the same with colour as without', () => {
    const plain = render(minerAssessment());
    const colored = render(minerAssessment(), { color: true });
    expect(colored).toContain('\x1b[');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(plain);
    expect(plain).not.toContain('\x1b');
  });

  it('puts the verdict and its reason before everything else', () => {
    const lines = render(minerAssessment()).split('\n');
    expect(lines.findIndex((line) => line.includes('BLOCK'))).toBeLessThan(7);
    expect(
      lines.findIndex((line) => line.includes('A Monero miner is in the image (/usr/local')),
    ).toBeLessThan(8);
  });

  it('says what was removed again, and how to look at it', () => {
    const text = render(minerAssessment());
    expect(text).toContain('layer 4 of 5, removed again in layer 5, from RUN curl');
    expect(text).toMatch(/\$ tar -xOf image\/[0-9a-f]{12}\* root\/config\.json \| sed -n 1p/);
    expect(text).toContain('$ skopeo copy docker://docker.io/docker123321/tomcat:latest dir:image');
  });

  it('folds a long Dockerfile unless it is asked for all of it', () => {
    const lines = Array.from({ length: 60 }, (_, i) => ({ text: `ENV NUMBER=${i}` }));
    const long = testAssessment({ reference: 'a/b:1', lines });
    expect(render(long)).toContain('22 lines left out');
    expect(render(long)).not.toContain('NUMBER=20');
    expect(render(long)).toContain('NUMBER=59');
    expect(render(long, { verbose: true })).toContain('NUMBER=20');
  });

  it('numbers a layer that several instructions share once', () => {
    const { explanation, ...rest } = testAssessment({
      reference: 'a/b:1',
      lines: [
        { text: 'RUN one', size: 1000 },
        { text: 'RUN last', size: 2000 },
      ],
    });
    const [one, last] = explanation.instructions as [Instruction, Instruction];
    const settings = { text: 'ENV RUN x', keyword: 'ENV', certainty: 'exact' } as const;
    const instructions = [
      one,
      { ...last, text: 'RUN two' },
      settings,
      { ...last, text: 'RUN three' },
      last,
      settings,
      { ...last, text: 'CMD RUN y', keyword: 'CMD' },
    ];
    const text = render({ ...rest, explanation: { ...explanation, instructions } });
    expect(text.split('\n').filter((line) => line.includes('RUN '))).toEqual([
      '    1   1.0 kB   RUN one',
      '    2   2.0 kB ┌ RUN two',
      '               │ ENV RUN x',
      '               │ RUN three',
      '               └ RUN last',
      '                 ENV RUN x',
      '                 CMD RUN y',
    ]);
  });

  it('cuts the checksums of the history short, so that what comes after them can be seen', () => {
    const lines = [{ text: `COPY file:${'a1'.repeat(32)} in /entrypoint.sh`, size: 1 }];
    const image = testAssessment({ reference: 'a/b:1', lines });
    expect(render(image)).toContain('COPY file:a1a1a1a1a1a1… in /entrypoint.sh');
    expect(render(image, { verbose: true }).replace(/\s/g, '')).toContain('a1'.repeat(32));
  });

  it('shows what a command with variables runs, below it where both are too long for a line', () => {
    const step = { what: 'x', kind: 'elf', file: 'CMD', children: [] } as const;
    const runs = `nginx ${'x'.repeat(60)}`;
    const startChain = [
      { ...step, command: 'exec "$@"', runs: 'nginx -t', path: '/nginx', layer: 0 },
      { ...step, command: 'exec "$@"', runs },
      { ...step, command: '/gone', kind: 'missing', unknown: 'not found in the image' } as const,
    ];
    const text = render(testAssessment({ reference: 'a/b:1', lines: [], startChain }));
    expect(text).toContain('  CMD exec "$@"  → nginx -t\n        program /nginx, layer 1\n');
    expect(text).toContain(`  CMD exec "$@"\n        → ${runs}\n`);
    expect(text).toContain('  CMD /gone\n        missing: not found in the image\n');
  });

  it('draws what starts before what lies deep below it, and says how much it left out', () => {
    const deep = many('a', 40);
    const startChain = [
      startStep('/start', [startStep('/first', [startStep('/deep', deep)]), startStep('/second', [])]),
    ];
    const { explanation, ...rest } = honestAssessment();
    const input = {
      assessments: [{ ...rest, explanation: { ...explanation, startChain } }],
      failed: [],
      several: false,
    };
    const text = renderText(input);
    expect(text).toMatch(/└─ \/second\n/);
    expect(text).toMatch(/├─ \/a25\n/);
    expect(text).toMatch(/│ {2}[ │]+└─ … 14 steps\n/);
    expect(text).toContain('and 14 more steps (-v)');
    expect(renderText(input, { verbose: true })).toContain('/a39');
  });

  it('leaves out first what the settings of the image do not lead to, and says so', () => {
    const idle = many('idle', 40).map((step) => ({ ...step, when: 'if x', taken: false }));
    const startChain = [startStep('/start', [...idle, startStep('/last', [])])];
    const { explanation, ...rest } = honestAssessment();
    const assessments = [{ ...rest, explanation: { ...explanation, startChain } }];
    const text = renderText({ assessments, failed: [], several: false });
    expect(text).toMatch(/├─ \/last\n/);
    expect(text).not.toContain('/idle0');
    expect(text).toContain('└─ … 40 steps behind conditions that do not hold\n');
  });

  it('names what runs where one command stands for several steps', () => {
    const jar = { ...startStep('/app/a.jar', []), command: 'java -cp a.jar org.Main' };
    const main = { ...jar, what: 'org.Main', children: [jar] };
    const startChain = [{ ...jar, what: 'java', children: [main] }];
    const text = render(testAssessment({ reference: 'a/b:1', lines: [], startChain }));
    expect(text).toMatch(/CMD java -cp a\.jar org\.Main\n[^]*└─ org\.Main\n[^]*└─ \/app\/a\.jar\n/);
  });

  it('says plainly when not everything was read', () => {
    const partly = testAssessment({
      reference: 'a/b:1',
      lines: [],
      coverage: {
        complete: false,
        layers: 2,
        unread: [{ reason: 'layer-missing', layer: 1, detail: 'Gone.' }],
      },
    });
    expect(render(partly)).toMatch(/NOT ALL OF IT: 0 of 2 layers.*Missing:\n {2}- layer 2: Gone\./);
  });

  it('is short about allowed images among several and ends in the table', () => {
    const text = renderText(SEVERAL);
    expect(text).toContain('Checked alone, or with -v');
    expect(text).toMatch(/3 images checked: 1 block, 1 review, 1 allow; 1 could not be checked\n$/);
  });
});

function startStep(command: string, children: readonly StartStep[]): StartStep {
  return { what: command, command, kind: 'program', file: 'CMD', children };
}

function many(name: string, count: number): readonly StartStep[] {
  return Array.from({ length: count }, (_, i) => startStep(`/${name}${i}`, []));
}

describe('quiet mode', () => {
  it('is one line an image that a script can split', () => {
    const text = renderQuiet(SEVERAL);
    expect(text.split('\n')).toHaveLength(4);
    expect(text).toMatch(/^allow {3}registry\.example\.com\/team\/hello:1\.4 {2}sha256:[0-9a-f]{12}/);
    expect(UNSAFE.exec(text)?.[0]).toBeUndefined();
  });
});

describe('the table', () => {
  it('puts the strongest verdict first and the failures last', () => {
    const rows = renderTable(SEVERAL).split('\n');
    expect(rows.slice(1, 5).map((row) => row.slice(2, 8).trim())).toEqual([
      'block',
      'review',
      'allow',
      'failed',
    ]);
  });

  it('says how much was found, and the gravest of it', () => {
    const image = minerAssessment();
    const row = renderTable({ assessments: [image], failed: [], several: false }, { columns: 120 }).split(
      '\n',
    )[1];
    const title = image.findings[0]?.title;
    expect(row).toMatch(new RegExp(` ${image.findings.length} {2}${title}$`));
  });

  it('says once what all references begin with', () => {
    const make = (name: string) =>
      testAssessment({ reference: `registry.example.com/team/${name}`, lines: [] });
    const text = renderTable({ assessments: [make('web:1'), make('webber:1')], failed: [], several: true });
    expect(text.split('\n').map((row) => row.slice(0, 50).trim().split(/ {2,}/).slice(0, 2))).toEqual([
      ['Images in registry.example.com/team/'],
      ['Verdict', 'Image'],
      ['✔ allow', 'web:1'],
      ['✔ allow', 'webber:1'],
      [''],
      ['2 images checked: 2 allow'],
      [''],
    ]);
  });

  it('names the whole of a reference that fits and the end of one that does not', () => {
    expect(renderTable(SEVERAL)).toMatch(/docker\.io\/docker123321\/tomcat:latest/);
    expect(renderTable(SEVERAL)).toMatch(/…\S+app:latest/);
  });
});
