import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestFile, type TestLayer } from '../../../../testkit/explain.ts';
import type { JarFacts } from '../../../image/jar-facts.ts';

function jar(facts: Partial<JarFacts> = {}): TestFile {
  return { content: { kind: 'archive', format: 'zip', jar: { coordinates: [], ...facts } } };
}

const BASE: TestLayer = {
  'bin/sh': { elf: 'sh' },
  'usr/bin/java': { elf: 'java' },
  'usr/bin/curl': { elf: 'curl' },
  'app/a.jar': jar({ mainClass: 'org.A', coordinates: ['g:a:1'] }),
  'app/lib/b.jar': jar(),
  'app/lib/c.jar': jar(),
  'app/lib/notes.txt': 'x',
  'opt/agent.jar': jar(),
  'opt/agent.so': { elf: 'agent' },
};

function java(args: readonly string[], files: TestLayer = {}, Env: readonly string[] = []): string[] {
  const config = { Cmd: ['java', ...args], WorkingDir: '/app', Env: [...Env] };
  return outline(explainImage({ layers: [BASE, files], config }).startChain);
}

const UNREAD = '!a compiled class: not read';
const AGENT = '!an agent, which can change every class: not read';

describe('the class path', () => {
  it('names the archive whose manifest has the class', () => {
    expect(java(['-cp', 'a.jar:lib/b.jar', 'org.A', 'x'])).toEqual([
      'java [elf]',
      `  org.A [program] ${UNREAD}`,
      '    /app/a.jar [program]',
      '    /app/lib/b.jar [program]',
    ]);
  });

  it('says that archives are not opened where none says that it has the class', () => {
    expect(java(['-classpath', 'lib/*', 'org.B'])[1]).toBe(
      `  org.B [program] ${UNREAD}; in which of its 2 archives is not known: they are not opened`,
    );
    expect(java(['--class-path=gone/*:a.jar', 'org.A'])[0]).toBe(
      'java [elf] !its class path names what the image does not hold: gone/*',
    );
  });

  it('may come from CLASSPATH, and may not be known', () => {
    expect(java(['org.A'], {}, ['CLASSPATH=/app/a.jar'])[2]).toBe('    /app/a.jar [program]');
    const run = { 'run.sh': '#!/bin/sh\nexec java -cp "$CP" org.A "$@"\n' };
    const { startChain } = explainImage({ layers: [BASE, run], config: { Cmd: ['/run.sh'] } });
    expect(outline(startChain).slice(2)).toEqual([
      '  java [elf]',
      `    org.A [program] ${UNREAD}; its class path comes from a variable`,
    ]);
  });

  it('of a manifest counts from the folder of its archive', () => {
    const files = { 'app/d.jar': jar({ mainClass: 'D', classPath: 'lib/b.jar lib/gone.jar' }) };
    expect(java(['-jar', 'd.jar'], files)).toEqual([
      'java [elf]',
      '  d.jar [program] !its class path names what the image does not hold: lib/gone.jar',
      `    D [program] ${UNREAD}`,
      '    /app/lib/b.jar [program]',
    ]);
  });

  it('of many archives lists the first, and how many more there are', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`app/m/${10 + i}.jar`, jar()]));
    const lines = java(['-cp', 'm/*', 'X'], many);
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe(
      '    /app/m/17.jar [program] !22 more archives of the class path are not listed',
    );
  });
});

describe('options', () => {
  it('of the environment are read: agents are steps', () => {
    const env = [
      'JAVA_TOOL_OPTIONS=-javaagent:/opt/agent.jar=a=b -Xmx1g',
      'JDK_JAVA_OPTIONS=-agentpath:/opt/agent.so',
    ];
    expect(java(['-jar', 'a.jar'], {}, env).slice(0, 4)).toEqual([
      'java [elf]',
      `  /opt/agent.jar [program] ${AGENT}`,
      `  /opt/agent.so [elf] ${AGENT}`,
      '  a.jar [program]',
    ]);
    expect(java(['-javaagent:/gone.jar', '-jar', 'a.jar'])[1]).toBe(
      '  /gone.jar [missing] !not found in the image',
    );
  });

  it('of a debugger open a port', () => {
    const word = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005';
    expect(java([word, '-jar', 'a.jar'])[1]).toBe('  listen on *:5005 [builtin]');
  });

  it('may run a command when it fails', () => {
    expect(java(['-XX:OnOutOfMemoryError=curl http://192.0.2.1/', '-jar', 'a.jar']).slice(1, 3)).toEqual([
      '  /bin/sh [elf] {when it runs out of memory}',
      '    curl [elf]',
    ]);
  });

  it('of argument files are read as far as the main class', () => {
    const files = { 'app/opts': '-cp "a.jar" # the path\n-javaagent:/opt/agent.jar\norg.A @later\n' };
    expect(java(['@opts', 'x', '@gone'], files)).toEqual([
      'java [elf]',
      `  /opt/agent.jar [program] ${AGENT}`,
      `  org.A [program] ${UNREAD}`,
      '    /app/a.jar [program]',
    ]);
    expect(java(['@gone', '-jar', 'a.jar'])[0]).toBe('java [elf] !the arguments in /app/gone were not read');
    expect(java(['--disable-@files', '-jar', 'a.jar', '@gone'])[0]).toBe('java [elf]');
  });

  it.each(['@opts'])('of hostile argument files stay within bounds: %s', (word) => {
    const files = { 'app/opts': `${'"'.repeat(100_001)}\n${'@opts '.repeat(50_000)}` };
    expect(java([word, '-jar', 'a.jar'], files).length).toBeLessThan(10);
  });
});

it("an unpacked Spring Boot application starts the manifest's Start-Class", () => {
  const files: TestLayer = {
    'app/META-INF/MANIFEST.MF':
      'Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\nStart-Class: com.example.\r\n App\r\n',
    'app/org/springframework/boot/loader/launch/JarLauncher.class': { text: 'x', kept: false },
    'app/BOOT-INF/classes/com/example/App.class': { text: 'x', kept: false },
  };
  const config = {
    Entrypoint: ['java', 'org.springframework.boot.loader.launch.JarLauncher'],
    WorkingDir: '/app',
  };
  const { startChain } = explainImage({ layers: [BASE, files], config });
  expect(outline(startChain).slice(1)).toEqual([
    `  org.springframework.boot.loader.launch.JarLauncher [program] ${UNREAD}`,
    `    com.example.App [program] ${UNREAD}`,
  ]);
  expect(startChain[0]?.children[0]?.children[0]).toMatchObject({
    path: '/app/BOOT-INF/classes/com/example/App.class',
    file: '/app/META-INF/MANIFEST.MF',
    layer: 1,
  });
});

/** In the shape of Tomcat's own scripts: links resolved, defaults by tests, the paths set by a script that is sourced. */
const CATALINA = `#!/bin/sh
cygwin=false
case "\`uname\`" in
CYGWIN*) cygwin=true;;
esac
PRG="$0"
while [ -h "$PRG" ]; do
  PRG=\`ls -ld "$PRG"\`
done
PRGDIR=\`dirname "$PRG"\`
[ -z "$CATALINA_HOME" ] && CATALINA_HOME=\`cd "$PRGDIR/.." >/dev/null; pwd\`
[ -z "$CATALINA_BASE" ] && CATALINA_BASE="$CATALINA_HOME"
CLASSPATH=
if $cygwin; then
  . "$CATALINA_HOME"/bin/setclasspath.sh
else
  if [ -r "$CATALINA_HOME"/bin/setclasspath.sh ]; then
    . "$CATALINA_HOME"/bin/setclasspath.sh
  else
    echo "Cannot find it"
    exit 1
  fi
fi
if [ ! -z "$CLASSPATH" ]; then CLASSPATH="$CLASSPATH":; fi
CLASSPATH="$CLASSPATH""$CATALINA_HOME"/bin/bootstrap.jar
if [ "$1" = "run" ]; then
  shift
  eval exec "\\"$_RUNJAVA\\"" "$JAVA_OPTS" "$CATALINA_OPTS" \\
    -classpath "\\"$CLASSPATH\\"" \\
    -Dcatalina.base="\\"$CATALINA_BASE\\"" \\
    org.apache.catalina.startup.Bootstrap "$@" start
fi
`;

it.each([
  ['its home set', ['JAVA_HOME=/opt/jdk', 'CATALINA_HOME=/opt/tomcat']],
  ['its home found from where the script lies', ['JAVA_HOME=/opt/jdk']],
])('a start script in the shape of catalina.sh leads to its main class, %s', (_name, Env) => {
  const files: TestLayer = {
    'bin/sh': { elf: 'sh' },
    'opt/jdk/bin/java': { elf: 'java' },
    'opt/tomcat/bin/catalina.sh': CATALINA,
    'opt/tomcat/bin/setclasspath.sh':
      'if [ -z "$JRE_HOME" ]; then JRE_HOME="$JAVA_HOME"; fi\nif [ -z "$_RUNJAVA" ]; then _RUNJAVA="$JRE_HOME"/bin/java; fi\n',
    'opt/tomcat/bin/bootstrap.jar': jar({ mainClass: 'org.apache.catalina.startup.Bootstrap' }),
  };
  const config = { Cmd: ['/opt/tomcat/bin/catalina.sh', 'run'], Env };
  const lines = outline(explainImage({ layers: [files], config }).startChain);
  expect(lines.slice(-4)).toEqual([
    '  eval [builtin] {if [ "$1" = "run" ] yes} !part of the text comes from a variable',
    '    /opt/jdk/bin/java [elf] !some of its options come from a variable',
    `      org.apache.catalina.startup.Bootstrap [program] ${UNREAD}`,
    '        /opt/tomcat/bin/bootstrap.jar [program]',
  ]);
});
