import { ClearpullError } from '../../../src/base/errors.ts';
import { configSchema } from '../../../src/image/config.ts';
import { manifestSchema } from '../../../src/image/manifest.ts';
import { parseIndex } from '../../../src/source/documents.ts';
import { parseDocument } from '../../../src/source/parse-json.ts';
import { checkShowable } from '../../../testkit/check-in-thread.ts';
import { explainImage } from '../../../testkit/explain.ts';
import { buildImage, buildIndex, type ImageSpec } from '../../../testkit/image.ts';
import type { Random } from '../../../testkit/random.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { hostileJson } from '../random-json.ts';

/** Manifests, indexes and configurations; what passes for a configuration is explained as well. */
export const jsonTarget: FuzzTarget = {
  name: 'json',
  make(random) {
    const image = buildImage(randomSpec(random));
    const { index } = buildIndex([{ image }], { attestations: random.chance(0.5) });
    const { bytes } = random.pick([image.manifest, image.config, image.config, index]);
    return hostileJson(random, JSON.parse(bytes.toString('utf8')));
  },
  run(input) {
    const results = [
      attempt(() => parseIndex(input, undefined, 'the index')),
      attempt(() => parseDocument(input, manifestSchema, 'the manifest')),
      attempt(() => explained(input)),
    ];
    return Promise.resolve(results.join('\n'));
  },
};

/** The result, or the error that a person would get; any other error goes on. */
function attempt(parse: () => unknown): string {
  try {
    return JSON.stringify(parse());
  } catch (error) {
    if (error instanceof ClearpullError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function explained(input: Buffer): unknown {
  const config = parseDocument(input, configSchema, 'the configuration');
  const explanation = explainImage({ config: config.config, history: config.history, layers: [{}] });
  checkShowable(explanation.dockerfile.replaceAll('\n', ''), 'the Dockerfile');
  for (const { text, note } of explanation.instructions) checkShowable(`${text}${note}`, 'an instruction');
  return [config, explanation];
}

const ROWS = [
  '/bin/sh -c #(nop)  ENV A=1 B="x y"',
  '/bin/sh -c #(nop) ADD file:abc in / ',
  'RUN |2 A=1 B=2 /bin/sh -c make # buildkit',
  'CMD ["/bin/sh" "-c" "x"]',
  '/bin/sh -c #(nop)  HEALTHCHECK &{["CMD" "x"] "30s" "0s" "0s" "0s" \'\\x03\'}',
  '/bin/sh -c #(nop)  LABEL a=\'b c\' "d"=e\\',
  '/bin/sh -c #(nop) COPY multi:0123 in /x/ ',
  'bazel build ...',
  '|1 X=\x1b[2J /bin/sh -c echo $X\n\nFROM other',
  '',
];

function randomSpec(random: Random): ImageSpec {
  const steps = Array.from({ length: random.below(8) }, () => ({
    createdBy: random.pick(ROWS),
    ...(random.chance(0.3) ? { items: [{ path: 'a', data: 'x' }] } : {}),
    ...(random.chance(0.3) ? { comment: 'buildkit.dockerfile.v0' } : {}),
  }));
  return {
    steps,
    config: {
      Cmd: ['/bin/sh', '-c', random.pick(ROWS)],
      Env: ['A=1', 'PATH=/bin', random.pick(ROWS)],
      Entrypoint: random.chance(0.3) ? ['x', random.pick(ROWS)] : undefined,
      Labels: { a: random.pick(ROWS) },
      ExposedPorts: { '80/tcp': {} },
      Healthcheck: { Test: ['CMD-SHELL', random.pick(ROWS)], Interval: 3e10 },
      OnBuild: [random.pick(ROWS)],
      User: random.pick(['', 'root', '0:0']),
    },
  };
}
