import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { checkTarget } from '../src/app/check.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS, type Limits } from '../src/base/limits.ts';
import { requireTool } from '../testkit/tools.ts';

/*
 * What real compilers write into real programs, told by clearpull and by the compilers' own tools. Everything that is
 * compiled here prints a word and ends; nothing is started but the tools.
 */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearpull-build-info-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(root: string, limits: Partial<Limits> = {}): Promise<Assessment> {
  const [assessment] = await checkTarget(`rootfs:${root}`, {
    policy: DEFAULT_POLICY,
    limits: { ...DEFAULT_LIMITS, ...limits },
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(folder, 'none') },
    workers: 1,
  });
  if (assessment === undefined) throw new Error('nothing was checked');
  return assessment;
}

const says = ({ accounting }: Assessment): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries((accounting?.unaccounted ?? []).map((program) => [program.path, program.says]));

/** The name of a tool that may lie where PATH does not lead. */
function tool(context: TestContext, name: string, elsewhere: string): string {
  const path = `${process.env['PATH']}:${elsewhere}`;
  process.env['PATH'] = path;
  requireTool(context, name);
  return name;
}

describe('a Go program', () => {
  it('says what go version -m says, stripped or not, and when it is too large to be held', async (context) => {
    const go = tool(context, 'go', '/usr/local/go/bin');
    const source = join(folder, 'go');
    const root = join(folder, 'go-root');
    mkdirSync(join(source, 'word'), { recursive: true });
    mkdirSync(root);
    writeFileSync(
      join(source, 'main.go'),
      'package main\n\nimport "example.com/word"\n\nfunc main() { println(word.It) }\n',
    );
    writeFileSync(join(source, 'word/word.go'), 'package word\n\nconst It = "word"\n');
    writeFileSync(join(source, 'word/go.mod'), 'module example.com/word\n\ngo 1.18\n');
    writeFileSync(
      join(source, 'go.mod'),
      'module example.com/x\n\ngo 1.18\n\nrequire example.com/word v1.0.0\n\nreplace example.com/word => ./word\n',
    );
    const env = {
      ...process.env,
      GOFLAGS: '-mod=mod -buildvcs=false',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      GOCACHE: join(folder, 'go-cache'),
      CGO_ENABLED: '0',
      // Its compiler is done before it needs to tidy up.
      GOGC: 'off',
    };
    const build = (name: string, ...flags: readonly string[]): void => {
      execFileSync(go, ['build', '-trimpath', ...flags, '-o', join(root, name), '.'], {
        cwd: source,
        env,
        stdio: 'pipe',
      });
    };
    build('plain');
    build('stripped', '-ldflags=-s -w');
    build('pie', '-buildmode=pie');
    const wanted = execFileSync(go, ['version', '-m', join(root, 'plain')], { encoding: 'utf8', env });
    const version = /: (go\S+)/.exec(wanted)?.[1];
    expect(wanted).toMatch(/path\texample\.com\/x\n\tmod\texample\.com\/x\t\(devel\)/);
    const phrase = `Go program example.com/x (devel) (${version})`;
    const expected = { '/plain': phrase, '/stripped': phrase, '/pie': phrase };
    expect(says(await check(root))).toEqual(expected);
    expect(says(await check(root, { maxElfBytes: 1000 }))).toEqual(expected);
  });
});

describe('a Rust program', () => {
  it('says which rustc made it', async (context) => {
    const rustc = tool(context, 'rustc', `${process.env['HOME']}/.cargo/bin`);
    const root = join(folder, 'rust-root');
    mkdirSync(root);
    writeFileSync(join(folder, 'main.rs'), 'fn main() { println!("word"); }\n');
    execFileSync(rustc, ['-o', join(root, 'program'), join(folder, 'main.rs')], { stdio: 'pipe' });
    const version = execFileSync(rustc, ['--version'], { encoding: 'utf8' }).trim();
    expect(says(await check(root))).toEqual({ '/program': `Rust program (${version})` });
  });
});

describe('a Java archive', () => {
  it('made by jar, with and without its index in front, names its main class', async (context) => {
    requireTool(context, 'jar');
    const root = join(folder, 'java-root');
    const classes = join(folder, 'classes');
    mkdirSync(root);
    mkdirSync(join(classes, 'META-INF/maven/com.example/app'), { recursive: true });
    writeFileSync(
      join(classes, 'META-INF/maven/com.example/app/pom.properties'),
      'groupId=com.example\nartifactId=app\nversion=1.2.3\n',
    );
    // No class is needed to be named.
    writeFileSync(join(classes, 'x.txt'), 'word'.repeat(1000));
    const manifest = join(folder, 'manifest.txt');
    writeFileSync(manifest, `Main-Class: com.example.${'a'.repeat(80)}.Main\n`);
    execFileSync('jar', ['cfm', join(root, 'app.jar'), manifest, '-C', classes, '.'], { stdio: 'pipe' });
    const phrase = `Java archive com.example:app:1.2.3, main class com.example.${'a'.repeat(80)}.Main`;
    expect(says(await check(root))).toEqual({ '/app.jar': phrase });
    // As one of those that are too large to be held, though it must be larger than a text that is kept.
    const held = { maxJarBytes: 100, maxTextBytes: 100 };
    expect(says(await check(root, held))).toEqual({
      '/app.jar': expect.stringContaining(
        `main class com.example.${'a'.repeat(80)}.Main, only its beginning was read`,
      ),
    });
    expect(readFileSync(join(root, 'app.jar')).length).toBeGreaterThan(100);
  });
});
