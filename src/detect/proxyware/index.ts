import { environmentOf } from '../config-texts.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Evidence, Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { firstIn } from '../shell/first-in.ts';
import type { ShellCommand } from '../shell/model.ts';
import { groupBy } from '../text/group.ts';
import { clip } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { ownPipelines } from '../text/text-unit.ts';
import { AGENTS } from './agents.ts';

interface Seen {
  readonly [key: string]: string;
  readonly agent: string;
}

const RULE = 'proxyware/agent';

/** Finds agents that let strangers use the network of whoever runs the image, and pay its author for it. */
export const proxyware: Detector<Seen> = {
  id: 'proxyware',
  version: 11,
  title: 'Bandwidth sold',
  rules: [
    {
      id: RULE,
      title: 'Sells the network it runs in',
      category: 'miner',
      severity: ['low', 'high'],
      description:
        'An agent of a bandwidth-sharing service is started with somebody’s account or token. Strangers then reach the internet from your address, and the author is paid for it.',
      leaves:
        'Agents that get their account where the image is run, and scripts that nothing starts (low notes). Where the image is called after the service, its account weighs less.',
      fix: 'Do not run the image unless the account is yours.',
      attack: 'T1496.002',
    },
  ],
  texts: { look, wants: (role) => role === 'active' },
  judge: (view) => [
    ...[...groupBy(placeHits(view, look), ({ where }) => `${where.path} ${where.gone}`).values()].map(
      (group) => toFinding(view, group),
    ),
    ...fromVariables(view),
  ],
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  return file.units
    .flatMap((unit) =>
      ownPipelines(unit).flatMap((pipeline) => {
        const agent = firstIn(pipeline, agentOf);
        if (agent === undefined) return [];
        return [{ line: unit.line ?? pipeline.line, excerpt: pipeline.text, data: { agent } }];
      }),
    )
    .slice(0, 20);
}

/** Which agent a command starts with an account: told by its arguments, so a renamed program is no escape. */
function agentOf({ name, args }: ShellCommand): string | undefined {
  const words = args
    .slice(0, 60)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 4000);
  return AGENTS.find(
    ({ program, arguments: needed }) =>
      program?.test(name) !== false && needed?.every((shape) => shape.test(words)) === true,
  )?.name;
}

function toFinding(view: ImageView<Seen>, group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ where, data }] = group;
  const place = placeOf(where);
  let severity: Severity =
    where.runs === undefined ? 'low' : isCalledAfter(view, data.agent) ? 'medium' : 'high';
  if (where.gone) severity = lower(severity);
  return finding(
    severity,
    `${place} starts ${data.agent} with an account of its author; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
    group.map(({ evidence }) => evidence),
  );
}

/** Accounts in ENV, for the programs that read them there. */
function fromVariables(view: ImageView<Seen>): readonly Finding[] {
  const set = environmentOf(view.image.config);
  const agent = AGENTS.find(
    ({ variables }) => variables?.every((name) => (set.get(name) ?? '').length > 3) === true,
  );
  if (agent?.variables === undefined) return [];
  const evidence = agent.variables.map(
    (name): Evidence => ({ path: 'ENV', excerpt: clip(`${name}=${set.get(name)}`) }),
  );
  return [
    finding(
      isCalledAfter(view, agent.name) ? 'medium' : 'high',
      `ENV has an account for ${agent.name}, which sells the network of whoever runs the image.`,
      evidence,
    ),
  ];
}

/** Said in the image's name; what it is for is then no secret, though the account still is its author's. */
function isCalledAfter(view: ImageView<Seen>, agent: string): boolean {
  return view.image.reference.slice(0, 300).toLowerCase().includes(agent.toLowerCase());
}

function finding(severity: Severity, why: string, evidence: readonly Evidence[]): Finding {
  return {
    rule: RULE,
    title: 'Sells the network it runs in',
    category: 'miner',
    severity,
    confidence: 'high',
    why,
    fix: 'Do not run the image unless the account is yours.',
    attack: 'T1496.002',
    evidence: evidence as unknown as readonly [Evidence, ...Evidence[]],
  };
}
