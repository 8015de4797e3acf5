import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../text/language.ts';
import { readForShell, remoteShellInProgram } from './in-programs.ts';

/** What remote shells are written with, in every language, in pieces that seldom make one. */
const PIECES = [
  'import socket\n',
  's.connect((h, 1))\n',
  'os.dup2(s.fileno(), 0)\n',
  'pty.spawn("/bin/sh")\n',
  'subprocess.call(["/bin/sh", "-i"])\n',
  'use Socket;\n',
  'connect(S, $a);\n',
  'open(STDIN, ">&S");\n',
  'exec("/bin/sh -i");\n',
  '$s = fsockopen($h, 1);\n',
  '$c = fgets($s);\n',
  'shell_exec($c);\n',
  'c = TCPSocket.new(h, 1)\n',
  'TCPServer.new(1)\n',
  'IO.popen(c)\n',
  'const net = require("net");\n',
  'net.connect(1);\n',
  'spawn("/bin/sh", []).stdout.pipe(c);\n',
  'c.on("data", (d) => exec(d));\n',
  'x = s.recv(10)\n',
  'os.popen(x)\n',
  'io.popen(x)\n',
  '# a comment\n',
  '"""doc"""\n',
  '"/inet/tcp/0/h/1" |& getline c\n',
  'c | getline\n',
];
const LANGUAGES: readonly Language[] = ['python', 'perl', 'php', 'ruby', 'node', 'lua', 'awk', 'shell'];

describe('remoteShellInProgram', () => {
  it('is hidden nothing by the words it asks for first', () => {
    let found = 0;
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(...LANGUAGES), (given, language) => {
        const ungated = readForShell(given, language);
        if (ungated !== undefined) found++;
        expect(remoteShellInProgram(given, language)).toBe(ungated);
      }),
      { seed: 3, numRuns: 5000 },
    );
    expect(found).toBeGreaterThan(30);
  });
});
