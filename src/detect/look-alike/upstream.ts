import type { ConfigText, ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import type { ClaimedName } from './claimed-name.ts';
import { UPSTREAM } from './rules.ts';

/** Pages of Docker's official images and the repositories that they are built from. */
const OFFICIAL =
  /^https?:\/\/(?:github\.com\/docker-library\/([a-z0-9-]{1,60})|hub\.docker\.com\/_\/([a-z0-9-]{1,60}))/;
/** Labels that say what the image is, not what it contains. */
const KEYS =
  /^(?:org\.opencontainers\.image\.(?:source|url|documentation)|org\.label-schema\.(?:url|vcs-url))$/;

/** Labels of its own that call it an official image. */
export function upstreamFindings(view: ImageView, { account, by }: ClaimedName): readonly Finding[] {
  if (by !== 'stranger') return [];
  const { chain = [], inheritedLabels = [] } = view.explanation.base;
  return view.configTexts.flatMap((text) => {
    const name = claimedUpstream(text);
    if (name === undefined || inheritedLabels.includes(text.key ?? '')) return [];
    // Labels are inherited by whatever is built on top.
    if (chain.some((known) => known.name.startsWith(`docker.io/library/${name}:`))) return [];
    return [finding(text, name, account)];
  });
}

function claimedUpstream({ path, key, text }: ConfigText): string | undefined {
  if (path !== 'LABEL' || key === undefined || !KEYS.test(key)) return undefined;
  const [, source, page] = OFFICIAL.exec(text.slice(key.length + 1)) ?? [];
  return source ?? page;
}

function finding(label: ConfigText, name: string, account: string): Finding {
  return {
    rule: UPSTREAM,
    title: `Labels call it the official ${name}`,
    category: 'look-alike',
    severity: 'low',
    confidence: 'low',
    why: `A label says that it is Docker’s official ${name}, but it is ${account}’s, and no known layers of ${name} are at its bottom.`,
    fix: `If the official image was meant, pull docker.io/library/${name}.`,
    attack: 'T1036.005',
    evidence: [{ path: 'LABEL', excerpt: label.text.slice(0, 240) }],
  };
}
