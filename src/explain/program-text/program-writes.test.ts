import { describe, expect, it } from 'vitest';
import type { ProgramLanguage } from './program-language.ts';
import { programWrites } from './program-writes.ts';

function writes(text: string, language: ProgramLanguage = 'python'): unknown {
  return programWrites(text, language, new Map([['HOME_DIR', '/srv']]));
}

describe('programWrites', () => {
  it.each<[string, ProgramLanguage, object]>([
    ['with open("/a", "w") as f:\n    f.write("x\\n")\n', 'python', { path: '/a', text: 'x\n', line: 2 }],
    ['f = open("/a", "a")\nf.write("x")\n', 'python', { appends: true }],
    [
      'open("/a", mode := "w").write("x")\nopen("/b", "wb").write(b"y")\n',
      'python',
      { path: '/b', text: 'y' },
    ],
    ['import base64\nopen("/a","wb").write(base64.b64decode("eHk="))\n', 'python', { text: 'xy' }],
    ['open("/a","w").write(bytes.fromhex("7879").decode())\n', 'python', { text: 'xy' }],
    ['from pathlib import Path\nPath("/a").write_text("x" + "y")\n', 'python', { path: '/a', text: 'xy' }],
    ['import os\nopen(os.environ["HOME_DIR"] + "/a", "w").write("x")\n', 'python', { path: '/srv/a' }],
    ['fs.writeFileSync("/a", Buffer.from("eHk=", "base64"));\n', 'node', { path: '/a', text: 'xy' }],
    ['fs.appendFileSync("/a", "x");\n', 'node', { appends: true }],
    ['<?php file_put_contents("/a", base64_decode("eHk="));\n', 'php', { text: 'xy' }],
    ['File.write("/a", "x")\n', 'ruby', { path: '/a', text: 'x', appends: false }],
  ])('%j', (text, language, write) => {
    expect(writes(text, language)).toMatchObject([write]);
  });

  it('tells the pieces of one file in their order', () => {
    expect(writes('with open("/a", "w") as f:\n  f.write("x")\n  f.write("y")\n')).toMatchObject([
      { text: 'x', appends: false },
      { text: 'y', appends: true },
    ]);
  });

  it.each<[ProgramLanguage, string]>([
    ['python', 'with open("/a", "w") as f:\n  f.write("x")\nwith open("/b", "w") as f:\n  f.write("y")\n'],
    ['python', 'f = open("/a", "w")\nf.write("x")\nf = open("/b", "w")\nf.write("y")\n'],
    ['ruby', 'open("/a", "w") do |f|\n  f.write("x")\nend\nopen("/b", "w") do |f|\n  f.write("y")\nend\n'],
  ])('tells of each file what is written while the name is its own: %s %j', (language, text) => {
    expect(writes(text, language)).toMatchObject([
      { path: '/a', text: 'x' },
      { path: '/b', text: 'y' },
    ]);
  });

  it.each([
    'with open("/a", mode="w") as f:\n  f.write("x")\n',
    'with open("/a", "w", encoding="utf-8") as f:\n  f.write("x")\n',
    'with open(\n    "/a",\n    mode="w",\n    encoding="utf-8",\n) as f:\n  f.write("x")\n',
    'with open(\n    "/a",\n    "w",\n) as f:\n  f.write("x")\n',
    'open(mode="w", file="/a").write("x")\n',
  ])('reads options by their name: %j', (text) => {
    expect(writes(text, 'python')).toMatchObject([{ path: '/a', text: 'x' }]);
  });

  it('stays linear with very many names of files', () => {
    const opened = Array.from({ length: 40_000 }, (_, i) => `a${i} = open("/a", "w")\n`).join('');
    expect(writes(`${opened}a7.write("x")\n`)).toMatchObject([{ text: 'x', line: 40_001 }]);
  });

  it.each([
    'with open("/a") as f:\n  f.read()\n',
    'with open(path, "w") as f:\n  f.write("x")\n',
    'with open("/a", "w") as f:\n  f.write(secret())\n',
    '# open("/a", "w").write("x")\n',
    'print(\'open("/a", "w").write("x")\')\n',
    'open("a", "w").write("x")\n',
  ])('is none, or is not known: %j', (text) => {
    expect(writes(text)).toEqual([]);
  });
});
