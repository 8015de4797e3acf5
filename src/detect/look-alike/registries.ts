import { parseReference } from '../../image/reference.ts';
import type { ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import type { ClaimedName } from './claimed-name.ts';
import { likeness } from './near.ts';
import { REGISTRY } from './rules.ts';
import { REGISTRIES } from './well-known.ts';

/** The registry that it comes from, and the one that its base is said to come from. */
export function registryFindings(view: ImageView, claimed: ClaimedName | undefined): readonly Finding[] {
  const named: [host: string, evidence: Evidence][] = [];
  if (claimed !== undefined) named.push([claimed.registry, { path: '/', excerpt: view.image.reference }]);
  const { name } = view.explanation.base;
  const base = name === undefined ? undefined : parseReference(name);
  if (name !== undefined && base !== undefined && typeof base !== 'string') {
    named.push([base.registry, { path: 'LABEL', excerpt: `org.opencontainers.image.base.name=${name}` }]);
  }
  return named.flatMap(([host, evidence]) => {
    const known = nearRegistry(host);
    return known === undefined ? [] : [finding(host, known, evidence)];
  });
}

/** The well-known registry that a host could be taken for. */
export function nearRegistry(host: string): string | undefined {
  if (REGISTRIES.includes(host)) return undefined;
  return REGISTRIES.find((known) => isNear(host, known) || isEndingSlip(host, known));
}

/** With three letters before the dot, most neighbours are honest: only what looks the same counts. */
function isNear(host: string, known: string): boolean {
  const like = likeness(host, known);
  return (
    like !== undefined && (like !== 'one letter away' || Math.min(host.indexOf('.'), known.indexOf('.')) > 3)
  );
}

/** `docker.lo`, `ghcr.oi`: the ending typed wrongly; a company's own `docker.example` is not near. */
function isEndingSlip(host: string, known: string): boolean {
  const dot = known.lastIndexOf('.');
  const ending = host.slice(dot + 1);
  return (
    known.endsWith('.io') && host.startsWith(known.slice(0, dot + 1)) && /^(?:lo|oi|i|o|10|ie)$/.test(ending)
  );
}

function finding(host: string, known: string, evidence: Evidence): Finding {
  return {
    rule: REGISTRY,
    title: `Registry ${host} is almost ${known}`,
    category: 'look-alike',
    severity: 'medium',
    confidence: 'medium',
    why: `${host} is not ${known}, but easily taken or typed for it.`,
    fix: `If ${known} was meant, pull from there, and change what was typed into a login at ${host}.`,
    attack: 'T1036.005',
    evidence: [evidence],
  };
}
