import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ElfSpec, elf } from './elf.ts';
import { requireTool } from './tools.ts';

interface Output {
  readonly out: string;
  readonly complaints: string;
}

function readelf(spec: ElfSpec): Output {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-elf-'));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, elf(spec));
    const result = spawnSync('readelf', ['-W', '-h', '-l', '-d', '-S', file], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    return { out: result.stdout, complaints: result.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('elf', () => {
  it('is a program that readelf accepts', (context) => {
    requireTool(context, 'readelf');
    const { out, complaints } = readelf({
      type: 'shared',
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      needed: ['libm.so.6', 'libc.so.6'],
      soname: 'libtest.so.1',
      runpath: '$ORIGIN/../lib',
      extra: 'some bytes',
    });
    expect(complaints).toBe('');
    expect(out).toContain('Advanced Micro Devices X86-64');
    expect(out).toContain('[Requesting program interpreter: /lib64/ld-linux-x86-64.so.2]');
    expect(out).toMatch(/NEEDED.*\[libm\.so\.6\]\n.*NEEDED.*\[libc\.so\.6\]/);
    expect(out).toContain('[libtest.so.1]');
    expect(out).toContain('[$ORIGIN/../lib]');
    expect(out).toMatch(/\.data +PROGBITS +[0-9a-f]+ [0-9a-f]+ 00000a /);
  });

  it.for([
    [{ bits: 32, machine: '386' }, 'ELF32', 'Intel 80386'],
    [{ bits: 32, machine: 'arm' }, 'ELF32', 'ARM'],
    [{ machine: 'aarch64' }, 'ELF64', 'AArch64'],
    [{ machine: 's390x' }, 'big endian', 'IBM S/390'],
    [{ machine: 'riscv' }, 'ELF64', 'RISC-V'],
    [{ machine: 'ppc64le' }, 'little endian', 'PowerPC64'],
  ] as const)('is one for %o', ([spec, width, machine], context) => {
    requireTool(context, 'readelf');
    const { out, complaints } = readelf({ ...spec, interpreter: '/lib/ld.so', needed: ['libc.so.6'] });
    expect(complaints).toBe('');
    expect(out).toContain(width);
    expect(out).toContain(machine);
    expect(out).toContain('[libc.so.6]');
  });

  it('has no section headers when told so', (context) => {
    requireTool(context, 'readelf');
    const { out, complaints } = readelf({ sections: false, needed: ['libc.so.6'] });
    expect(complaints).toBe('');
    expect(out).toContain('There are no sections in this file.');
    expect(out).toContain('[libc.so.6]');
  });

  it('contains the extra bytes as they are', () => {
    const extra = Buffer.alloc(5000, 'stratum');
    expect(elf({ extra }).includes(extra)).toBe(true);
  });
});
