import type { Campaign, Member, TiedBy } from '../../campaign/index.ts';
import { keyOf, shortName } from '../../campaign/index.ts';
import { dotLabel, dotQuoted } from '../dot-text.ts';
import type { CampaignReportInput } from './campaign-report.ts';
import { kindWord, shortValue } from './words.ts';

/** Graphviz takes minutes for more. */
const MAX_NODES = 2000;
const COLOR = { block: '#c0392b', review: '#d68910', allow: '#1e8449' } as const;

/**
 * Campaigns as a graph for Graphviz: images as boxes with the colour of their verdict, what ties them as ellipses
 * (accounts as folders, dashed), and on each line where it stands in the image.
 */
export function renderCampaignDot({ campaigns }: CampaignReportInput): string {
  const lines: string[] = [];
  let nodes = 0;
  let left = 0;
  for (const [index, campaign] of campaigns.entries()) {
    const ties = new Set(campaign.members.flatMap(({ ties: own }) => own.map(({ by }) => by)));
    nodes += campaign.members.length + ties.size;
    if (nodes > MAX_NODES && index > 0) left++;
    else lines.push(...cluster(campaign, index));
  }
  if (left > 0) lines.push(`  more [label=${dotQuoted(`and ${left} more campaigns`)}, shape=plaintext];`);
  return `graph campaigns {\n  layout=fdp;\n  node [fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=9];\n${lines.join('\n')}\n}\n`;
}

function cluster(campaign: Campaign, index: number): readonly string[] {
  const places = new Map<string, string>();
  for (const { indicator, seenAt } of campaign.indicators) {
    for (const { digest, path, line } of seenAt) {
      const key = `${digest} ${keyOf(indicator)}`;
      if (!places.has(key)) places.set(key, line === undefined ? path : `${path}:${line}`);
    }
  }
  const ids = new Map<TiedBy, string>();
  const shown = campaign.members.slice(0, MAX_NODES);
  const nodes = shown.map((member, at) => memberNode(member, `c${index}i${at}`));
  const edges: string[] = [];
  for (const [at, { image, ties }] of shown.entries()) {
    for (const { by } of ties) {
      const known = ids.get(by);
      const id = known ?? `c${index}t${ids.size}`;
      if (known === undefined) {
        ids.set(by, id);
        nodes.push(tieNode(by, id));
      }
      const place = by.kind === 'account' ? undefined : places.get(`${image.digest} ${keyOf(by)}`);
      const attributes = [
        ...(place === undefined ? [] : [`label=${dotQuoted(dotLabel(place))}`]),
        ...(by.kind === 'account' ? ['style=dashed'] : []),
      ];
      edges.push(`c${index}i${at} -- ${id}${attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`};`);
    }
  }
  const more = campaign.members.length - shown.length;
  if (more > 0) nodes.push(`c${index}more [label=${dotQuoted(`and ${more} more images`)}, shape=plaintext];`);
  return [
    `  subgraph cluster_${index} {`,
    `    label=${dotQuoted(`campaign ${campaign.id}`)};`,
    ...[...nodes, ...edges].map((line) => `    ${line}`),
    '  }',
  ];
}

function memberNode({ image }: Member, id: string): string {
  const label = `${dotLabel(shortName(image.references[0] ?? image.digest))}\n${image.decision}`;
  return `${id} [label=${dotQuoted(label)}, shape=box, color="${COLOR[image.decision]}"];`;
}

function tieNode(by: TiedBy, id: string): string {
  const label = `${kindWord(by)}\n${dotLabel(shortValue(by))}`;
  const shape = by.kind === 'account' ? 'folder' : 'ellipse';
  return `${id} [label=${dotQuoted(label)}, shape=${shape}];`;
}
