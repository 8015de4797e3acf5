import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ElfSpec, elf } from '../../../testkit/elf.ts';
import { requireTool } from '../../../testkit/tools.ts';
import { readElf } from './elf.ts';

const FOLDER = '/usr/lib/x86_64-linux-gnu';
const LIBRARIES = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.includes('.so'))
      .sort()
      .slice(0, 60)
      .map((name) => `${FOLDER}/${name}`)
  : [];
const PROGRAMS = ['/bin/ls', '/bin/sh', '/lib64/ld-linux-x86-64.so.2', process.execPath, ...LIBRARIES];

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('readElf', () => {
  it('reads what readelf reads of the programs and libraries of this machine', (context) => {
    requireTool(context, 'readelf');
    let compared = 0;
    for (const path of PROGRAMS) {
      if (!existsSync(path)) continue;
      const bytes = readFileSync(path);
      if (bytes.toString('latin1', 0, 4) !== '\x7fELF') continue;
      const text = execFileSync('readelf', ['-W', '-h', '-l', '-d', path], {
        encoding: 'utf8',
        env: { LC_ALL: 'C', PATH: process.env['PATH'] },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const facts = readElf(bytes, true);
      expect(facts.needed, path).toEqual(matches(text, /\(NEEDED\).*\[(.*)\]/g));
      expect(
        [facts.soname].filter((name) => name !== undefined),
        path,
      ).toEqual(matches(text, /\(SONAME\).*\[(.*)\]/g));
      expect(
        [facts.runpath].filter((name) => name !== undefined),
        path,
      ).toEqual(matches(text, /\((?:RUNPATH|RPATH)\).*\[(.*)\]/g).slice(0, 1));
      expect(facts.interpreter, path).toBe(matches(text, /program interpreter: (.*)\]/g)[0]);
      expect(facts.type, path).toBe(
        { EXEC: 'executable', DYN: 'shared', REL: 'relocatable', CORE: 'core' }[
          matches(text, /Type:\s+(\w+)/g)[0] ?? ''
        ],
      );
      expect(`ELF${facts.bits}`, path).toBe(matches(text, /Class:\s+(\w+)/g)[0]);
      if (process.arch === 'x64') expect(facts.machine, path).toBe('amd64');
      expect(facts.partial, path).toBeUndefined();
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });

  it.each<[ElfSpec['machine'], 32 | 64, string]>([
    ['386', 32, '386'],
    ['arm', 32, 'arm'],
    ['x86-64', 64, 'amd64'],
    ['aarch64', 64, 'arm64'],
    ['riscv', 64, 'riscv64'],
    ['ppc64le', 64, 'ppc64le'],
    ['s390x', 64, 's390x'],
  ])('reads %s with %i bits as %s', (machine, bits, name) => {
    const spec = {
      bits,
      interpreter: '/lib/ld.so',
      needed: ['libc.so.6', 'libm.so.6'],
      soname: 'me.so',
      runpath: '/opt',
    } as const;
    const bytes = elf({ ...spec, ...(machine === undefined ? {} : { machine }) });
    expect(readElf(bytes, true)).toEqual({ ...spec, machine: name, type: 'executable' });
    expect(readElf(bytes, false).partial).toBeDefined();
  });

  it('tells Go, UPX and missing section headers', () => {
    expect(readElf(elf({ extra: '\xff Go build ID: "x' }), true).language).toBeUndefined();
    expect(readElf(elf({ extra: Buffer.from('\xff Go build ID: "x', 'latin1') }), true).language).toBe('go');
    expect(readElf(elf({ extra: 'src /rustc/abc' }), true).language).toBe('rust');
    expect(readElf(elf({ extra: 'UPX!' }), true).packer).toBe('upx');
    expect(readElf(elf({ sections: false }), true).sectionless).toBe(true);
    expect(readElf(elf(), true).sectionless).toBeUndefined();
  });

  it('says what it could not read, within its limits', () => {
    const many = readElf(elf({ needed: Array.from({ length: 300 }, (_, i) => `lib${i}.so`) }), true);
    expect(many.needed).toHaveLength(256);
    expect(many.partial).toContain('256');
    const long = readElf(elf({ needed: ['x'.repeat(5000)] }), true);
    expect(long.needed).toEqual([]);
    expect(long.partial).toBeDefined();
    const bytes = elf({ needed: ['libc.so.6'], interpreter: '/lib/ld.so' });
    expect(readElf(bytes.subarray(0, 300), false).partial).toBeDefined();
  });

  it('never throws over mutated and cut files, and stays small', () => {
    const base = elf({
      needed: ['libc.so.6', 'libm.so.6'],
      soname: 'me.so',
      runpath: '/opt',
      interpreter: '/lib/ld.so',
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(base.length - 1), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), {
          maxLength: 8,
        }),
        fc.integer({ min: 4, max: base.length }),
        (changes, length) => {
          const bytes = Buffer.from(base);
          for (const [at, value] of changes) if (at > 3) bytes[at] = value;
          expect(JSON.stringify(readElf(bytes.subarray(0, length), true)).length).toBeLessThan(10_000);
        },
      ),
      { seed: 8, numRuns: 3000 },
    );
  });
});
