import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { variablesOf } from './follow.ts';
import { parseDockerfile, type SourceInstruction } from './parse-dockerfile.ts';

function instructions(text: string): readonly SourceInstruction[] {
  return parseDockerfile(`FROM x\n${text}`).stages[0]?.instructions ?? [];
}

/** The canonical forms, followed from the first to the last. */
function forms(text: string, env: Record<string, string> = {}): string[] {
  const variables = variablesOf(new Map(Object.entries(env)));
  return instructions(text).map((instruction) => {
    const form = canonical(instruction, variables.lookup, variables.workdir());
    variables.after(instruction);
    return form;
  });
}

describe('a Dockerfile', () => {
  it('is taken apart into stages, with what stands before the first', () => {
    const { globals, stages } = parseDockerfile(
      'ARG V=1\nFROM a:$V AS b\nRUN x\nfrom scratch\nCOPY --from=b /x /y\n',
    );
    expect(globals.map(({ argument }) => argument)).toEqual(['V=1']);
    expect(stages.map(({ from, line }) => [from, line])).toEqual([
      ['a:$V AS b', 2],
      ['scratch', 4],
    ]);
    expect(stages[1]?.instructions[0]).toMatchObject({
      keyword: 'COPY',
      flags: ['--from=b'],
      argument: '/x /y',
    });
  });

  it('joins lines and leaves comments between them out', () => {
    expect(instructions('RUN a \\\n# why\n\n  && b \\  \n  && c\nUSER x')).toMatchObject([
      { argument: 'a   && b   && c', line: 2 },
      { keyword: 'USER' },
    ]);
  });

  it('knows the escape directive', () => {
    const text = '# escape=`\nFROM x\nRUN a `\n b\\\nUSER y';
    expect(parseDockerfile(text).stages[0]?.instructions.map(({ keyword }) => keyword)).toEqual([
      'RUN',
      'USER',
    ]);
  });

  it('takes here-documents, and does not lose the rest when one never ends', () => {
    const [run, user] = instructions('RUN <<EOF bash\na\n  b\nEOF\nUSER x');
    expect(run?.heredocs).toEqual(['a\n  b\n']);
    expect(user?.keyword).toBe('USER');
    expect(instructions('RUN cat <<EOF\nUSER x')).toHaveLength(2);
  });

  it('of a million lines, flags or here-documents is bounded', () => {
    expect(parseDockerfile('USER x\n'.repeat(1_000_000)).whole).toBe(false);
    expect(instructions(`RUN ${'--a '.repeat(10_000)}`)[0]?.flags).toHaveLength(50);
    expect(instructions(`RUN ${'<<A '.repeat(10_000)}\n`)[0]?.heredocs).toEqual([]);
  });
});

describe('the canonical form', () => {
  it.each([
    ['ENV A b  c', 'ENV A="b  c"'],
    ['ENV A=b\\ c', "ENV A='b c'"],
    ['ENV B=1\nENV A=$B${B}x', 'ENV B=1\nENV A=11x'],
    ['ENV A=${Z:-d}', 'ENV A=d'],
    ['ARG V=2\nENV A=$V', 'ARG V=2\nENV A=2'],
    ['CMD ["a","b"]', 'CMD [ "a", "b" ]'],
    ['EXPOSE 443 80/tcp', 'EXPOSE 80 443/tcp'],
    ['VOLUME ["/a"]', 'VOLUME /a'],
    ['WORKDIR /a\nWORKDIR b/', 'WORKDIR /a\nWORKDIR /a/b'],
    ['HEALTHCHECK --interval=90s CMD x', 'HEALTHCHECK --interval=1m30s CMD x'],
    ['RUN --mount=type=cache,target=/x a', 'RUN a'],
  ])('of %j and %j is the same', (one, other) => {
    expect(forms(one)).toEqual(forms(other));
  });

  it.each([
    ['ENV A=1', 'ENV A=2'],
    ['CMD a', 'CMD ["a"]'],
    ['RUN a b', 'RUN ab'],
    ["ENV A='$B'", 'ENV A=$B'],
    ['HEALTHCHECK --interval=9s CMD x', 'HEALTHCHECK --interval=9m CMD x'],
  ])('of %j and %j is not', (one, other) => {
    expect(forms(one)).not.toEqual(forms(other));
  });
});
