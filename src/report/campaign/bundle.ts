import { compareText } from '../../base/compare-text.ts';
import { plural } from '../../base/quantities.ts';
import type { Campaign, Member } from '../../campaign/index.ts';
import { shortName } from '../../campaign/index.ts';
import { jsonText } from '../json-text.ts';
import { code, inline } from '../markdown-escape.ts';
import { BUNDLE_SCHEMA_VERSION, type Bundle } from './bundle-schema.ts';
import type { CampaignReportInput } from './campaign-report.ts';
import { defang } from './defang.ts';
import { campaignMarkdown, spelled } from './markdown.ts';

/** One file of a bundle; its name has no folders. */
export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Excerpts shown of one image in Markdown; the JSON has them all. */
const MAX_EVIDENCE = 12;

/**
 * What a registry needs to take images down: an overview in Markdown and JSON, a page for each campaign with the
 * evidence of each image, and the list of digests. Addresses are defanged; nothing of an image but short excerpts is
 * in it, and no path of the machine that checked it.
 */
export function campaignBundle(input: CampaignReportInput, toolVersion: string): readonly BundleFile[] {
  const { campaigns } = input;
  return [
    { name: 'overview.md', text: overview(campaigns, toolVersion) },
    { name: 'overview.json', text: jsonText(bundleOf(campaigns, toolVersion)) },
    { name: 'digests.txt', text: digests(campaigns) },
    ...campaigns.map((campaign) => ({ name: `${campaign.id}.md`, text: page(campaign) })),
  ];
}

function overview(campaigns: readonly Campaign[], toolVersion: string): string {
  const images = campaigns.reduce((sum, { members }) => sum + members.length, 0);
  const rows = campaigns.map(
    ({ id, members, hinge, accounts }) =>
      `| [${id}](${id}.md) | ${members.length} | ${code(spelled(hinge.by, defang))} | ${accounts
        .slice(0, 10)
        .map(({ account }) => code(account))
        .join(', ')} |`,
  );
  const parts = [
    `# ${plural(images, 'image')} that should be taken down`,
    'Nothing in them was run. Images of one group are tied by what only one hand can have put into them; each page ' +
      'tells what that is, where it stands (layer, path, line), and how each image comes to be there. Addresses are defanged (`hxxp`, `[.]`, `[@]`).',
    ['| Group | Images | Most have | Accounts |', '|---|---|---|---|', ...rows].join('\n'),
    ...byRegistry(campaigns),
    '## How to check it again\n\n`clearpull check NAME@DIGEST` reads an image without running it and shows the same ' +
      'findings. Digests of `digests.txt` are those of manifests; an image that was only at hand as an archive without ' +
      'one is listed by its image ID.',
    `<sub>clearpull ${inline(toolVersion)}</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A registry gets to know at once what lies with it. */
function byRegistry(campaigns: readonly Campaign[]): readonly string[] {
  const registries = new Map<string, Set<string>>();
  for (const { publishers } of campaigns.flatMap(({ members }) => members)) {
    for (const { repository } of publishers) {
      const registry = repository.slice(0, repository.indexOf('/'));
      registries.set(registry, (registries.get(registry) ?? new Set()).add(repository));
    }
  }
  if (registries.size === 0) return [];
  const lines = [...registries]
    .sort(([a], [b]) => compareText(a, b))
    .map(([registry, own]) => `- ${code(registry)}: ${[...own].sort(compareText).map(code).join(', ')}`);
  return [`## Repositories\n\n${lines.join('\n')}`];
}

function digests(campaigns: readonly Campaign[]): string {
  const lines = campaigns.flatMap(({ id, members }) =>
    members.flatMap(({ image, publishers }) => {
      const kind = image.hasManifest ? '' : ' (image ID)';
      const names = publishers.map(({ repository }) => `${repository}@${image.digest}`);
      return (names.length === 0 ? [image.digest] : names).map((name) => `${name} ${id}${kind}`);
    }),
  );
  return `${[...new Set(lines)].sort(compareText).join('\n')}\n`;
}

function page(campaign: Campaign): string {
  return `${[campaignMarkdown(campaign, defang), '## Evidence', ...campaign.members.map(memberPage)].join('\n\n')}\n`;
}

function memberPage(member: Member): string {
  const { image, publishers } = member;
  const title = publishers[0]?.repository ?? image.digest;
  const items = image.findings
    .flatMap(({ title: what, severity, evidence = [] }) =>
      evidence.map(({ path, line, layerDigest, excerpt }) => {
        const place = line === undefined ? path : `${path}:${line}`;
        const layer = layerDigest === undefined ? 'configuration' : `layer ${code(layerDigest)}`;
        return `- ${inline(what)} (${severity}): ${code(place)}, ${layer}<br>${code(defang(excerpt))}`;
      }),
    )
    .slice(0, MAX_EVIDENCE);
  const kind = image.hasManifest ? '' : ' (image ID)';
  return [
    `### ${code(title)}\n\n${code(image.digest)}${kind}, ${inline(image.platform)}, verdict ${image.decision}; ` +
      `tied by ${member.ties.map(({ by }) => code(spelled(by, defang))).join(', ')}`,
    items.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function bundleOf(campaigns: readonly Campaign[], toolVersion: string): Bundle {
  return {
    schemaVersion: BUNDLE_SCHEMA_VERSION,
    tool: { name: 'clearpull', version: toolVersion },
    defanged: true,
    campaigns: campaigns.map(({ id, accounts, hinge, indicators, members }) => ({
      id,
      accounts: accounts.map(({ account }) => account),
      tiedBy: spelled(hinge.by, defang),
      indicators: indicators.map(({ indicator: { kind, value, coin }, images }) => ({
        kind,
        value: defang(value),
        ...(coin === undefined ? {} : { coin }),
        images,
      })),
      images: members.map(imageOf),
    })),
  };
}

function imageOf({ image, ties }: Member): Bundle['campaigns'][number]['images'][number] {
  const layers = image.findings.flatMap(({ evidence = [] }) =>
    evidence.flatMap(({ layerDigest }) => layerDigest ?? []),
  );
  return {
    // What has no name stands for a path of the machine that checked it.
    names: image.references.map(shortName).filter((name) => !/^[./~]|:\/|^[a-z-]+:[./~]/.test(name)),
    digest: image.digest,
    hasManifest: image.hasManifest,
    platform: image.platform,
    decision: image.decision,
    tiedBy: ties.map(({ by }) => spelled(by, defang)),
    layers: [...new Set(layers)].sort(compareText),
    findings: image.findings.map(({ rule, title, severity, evidence = [] }) => ({
      rule,
      title,
      severity,
      evidence: evidence.map(({ path, layerDigest, line, excerpt }) => ({
        path,
        layer: layerDigest ?? null,
        line: line ?? null,
        excerpt: defang(excerpt),
      })),
    })),
  };
}
