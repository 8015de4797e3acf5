import { baseName } from '../../base/base-name.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import type { ShellCommand } from '../shell/model.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { ownPipelines } from '../text/text-unit.ts';

interface Seen {
  readonly [key: string]: string | boolean;
  readonly tool: string;
  /** A token or key that ties it to somebody's account stands in the text. */
  readonly tied: boolean;
}

const RULE = 'tunnel/agent';

/** How agents are started that let somebody in from outside, by base name. */
const AGENTS: ReadonlyMap<string, RegExp> = new Map([
  ['cloudflared', /^(?:access\s+)?tunnel\b|--url\b|--token\b/],
  ['ngrok', /^(?:http|tcp|tls|start|service)\b/],
  ['frpc', /^(?:$|-c\b|tcp\b|http\b|--config\b)/],
  ['chisel', /^client\b/],
  ['gost', /-[LF]\b/],
  ['bore', /^local\b/],
  ['npc', /-server=|-vkey=/],
  ['inlets', /^client\b/],
  ['inlets-pro', /\bclient\b/],
  ['lt', /--port\b/],
  ['localtunnel', /--port\b/],
  ['tailscale', /^up\b/],
  ['zerotier-cli', /^join\b/],
  ['rathole', /^(?:--client\b|\S{1,200}\.toml)/],
  ['pagekite', /./],
  ['pagekite.py', /./],
  ['sish', /./],
  ['wstunnel', /^(?:client|-[LR])\b/],
  ['gs-netcat', /(?:^|\s)-\w*[il]/],
  ['tmate', /(?:^|\s)-F\b|\bnew-session\b/],
  ['sshx', /^(?!.*--(?:help|version))/],
]);
const TOKEN =
  /(?:--?(?:token|auth-?key|auth-?token|authtoken|vkey|auth|t)[= ]["']?)([A-Za-z0-9][\w.:/+=-]{7,})/i;
const TOKEN_VARIABLE =
  /^(?:TUNNEL_TOKEN|NGROK_AUTHTOKEN|TS_AUTHKEY|TS_AUTH_KEY|TAILSCALE_AUTHKEY|FRP_TOKEN|CLOUDFLARED_TOKEN)=["']?([A-Za-z0-9][\w.:/+=-]{15,})/;

/** Finds agents of tunnels that start with the container and open it to the outside. */
export const tunnel: Detector<Seen> = {
  id: 'tunnel',
  version: 12,
  title: 'Tunnels',
  rules: [
    {
      id: RULE,
      title: 'Tunnel to the outside',
      category: 'backdoor',
      severity: ['info', 'high'],
      description:
        'An agent such as cloudflared, ngrok, frpc, chisel or tailscale is started, and lets somebody in past the edge of the network. With a token in the image, it is the author’s account that gets in.',
      leaves:
        'Images whose whole purpose the tunnel is, by their name or because nothing else starts, and agents that nothing starts: low notes.',
      fix: 'Ask who needs the tunnel; if nobody does, do not run the image. Hand tokens in at run time.',
      attack: 'T1572',
    },
  ],
  texts: { look, wants: (role) => role === 'active' },
  judge: (view) =>
    [...groupBy(placeHits(view, look), ({ where }) => `${where.path} ${where.gone}`).values()].map((group) =>
      toFinding(view, group),
    ),
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    if (file.path === 'ENV') {
      const name = TOKEN_VARIABLE.exec(unit.text);
      if (name !== null)
        hits.push({ excerpt: unit.text, data: { tool: unit.text.split('=', 1)[0] ?? '', tied: true } });
      continue;
    }
    for (const pipeline of ownPipelines(unit)) {
      const command = pipeline.commands.flatMap((one) => agents(one, 0))[0];
      if (command === undefined) continue;
      const tied = TOKEN.test(argumentsOf(command));
      hits.push({
        line: unit.line ?? pipeline.line,
        excerpt: pipeline.text,
        data: { tool: command.name, tied },
      });
    }
  }
  return hits;
}

function argumentsOf({ args }: ShellCommand): string {
  return args
    .slice(0, 60)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 4000);
}

function agents(command: ShellCommand, depth: number): readonly ShellCommand[] {
  const shape = AGENTS.get(command.name);
  const own = shape?.test(argumentsOf(command)) === true ? [command] : [];
  if (depth >= 8) return own;
  return [
    ...own,
    ...command.body.flatMap(({ commands }) => commands.flatMap((inner) => agents(inner, depth + 1))),
  ];
}

const SPEAKS_OF_IT =
  /tunnel|cloudflared|ngrok|frp|chisel|gost|bore|inlets|tailscale|zerotier|rathole|pagekite|vpn|wstunnel|sish/i;

/** The tunnel is what the image is for: it says so, or it starts nothing else. */
function isDeclared(view: ImageView<Seen>, tool: string): boolean {
  const { reference, config } = view.image;
  const title = config.config.Labels?.['org.opencontainers.image.title'] ?? '';
  if (SPEAKS_OF_IT.test(`${reference.slice(0, 300)} ${title.slice(0, 300)}`)) return true;
  const [first] = config.config.Entrypoint ?? config.config.Cmd ?? [];
  return first !== undefined && baseName(first) === tool;
}

function toFinding(view: ImageView<Seen>, group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const { where, data } = group.find((placed) => placed.data.tied) ?? group[0];
  const place = placeOf(where);
  const declared = isDeclared(view, data.tool);
  let severity: Severity = data.tied ? 'high' : 'medium';
  if (where.path === 'ENV') severity = 'medium';
  if (where.runs === undefined || (declared && !data.tied)) severity = 'low';
  else if (declared) severity = 'medium';
  if (where.gone) severity = lower(severity);
  const tied = data.tied ? ', with a token that ties it to its author’s account' : '';
  return {
    rule: RULE,
    title: 'Tunnel to the outside',
    category: 'backdoor',
    severity,
    confidence: data.tied ? 'high' : 'medium',
    why: `${place} ${where.path === 'ENV' ? 'sets' : 'starts'} ${data.tool}${tied}; ${where.runs ?? 'nothing seen here starts it by itself'}${declared ? ', and that is what the image is for' : ''}.`,
    fix: 'Ask who needs the tunnel; if nobody does, do not run the image. Hand tokens in at run time.',
    attack: 'T1572',
    evidence: evidenceOf(group),
  };
}
