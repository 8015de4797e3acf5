import { compileGlob } from '../base/glob.ts';
import type { RuleInfo } from '../detect/detector.ts';
import type { Evidence, Finding } from '../detect/finding.ts';
import { parseReference } from '../image/reference.ts';
import { type Attested, type Gate, gateOf, type Trace, type TraceInput, trace } from '../trace/index.ts';
import type { Reason } from './assessment.ts';
import type { Policy } from './policy/policy.ts';
import type { TraceRequirement } from './policy/trace-requirement.ts';
import { imageName } from './suppress/image-name.ts';

export const TRACE_RULE: RuleInfo = {
  id: 'trace/below-policy',
  title: 'It cannot be traced as the policy asks',
  category: 'trace',
  severity: ['medium', 'high'],
  description:
    'The policy asks of such images how far they can be traced to their source, which source or builder that has to ' +
    'be, and who has to vouch for it. The image does not show all of it.',
};

/** What others say of an image, its signatures checked under what one requirement says of them. */
export interface AttestedFor {
  readonly requirement: TraceRequirement;
  readonly attested: Attested;
}

export interface TracedUnderPolicy {
  /** The first that does not show what was asked for, or else the first. */
  readonly trace: Trace;
  readonly findings: readonly Finding[];
  /** One for each requirement. */
  readonly reasons: readonly Reason[];
}

/** The requirements of a policy that speak of an image, by its name in a registry or as it was given. */
export function requirementsFor({ trace: all = [] }: Policy, reference: string): readonly TraceRequirement[] {
  const names = namesOf(reference);
  return all.filter(({ images }) =>
    images.map(compileGlob).some((glob) => names.some((name) => glob.matches(name))),
  );
}

/** Traces an image once for each requirement, and holds it against that. */
export function traceUnderPolicy(
  input: TraceInput,
  asked: readonly AttestedFor[],
  policy: string,
): TracedUnderPolicy {
  const results = asked.map(({ requirement, attested }) => {
    const traced = trace({ ...input, attested });
    return { requirement, traced, gate: gateOf(traced, requirement.expected) };
  });
  const failing = results.filter(({ gate }) => gate.unmet.length > 0);
  return {
    trace: (failing[0] ?? results[0])?.traced ?? trace(input),
    findings: failing.map(({ requirement, traced, gate }) => findingOf(requirement, traced, gate)),
    reasons: results.map(({ requirement, traced, gate }) => reasonOf(requirement, traced, gate, policy)),
  };
}

/** Places whose names are names in a registry. */
const BY_NAME = /^(?:registry|docker|docker-daemon|podman):/;
/** Places whose names are paths, or what a file says of itself. */
const BY_PATH =
  /^(?:[a-z]+(?:-[a-z]+)*:(?=\.{0,2}\/)|(?:oci|oci-archive|docker-archive|docker-dir|containerd|rootfs|dir):|\.{0,2}\/)/;

function namesOf(reference: string): readonly string[] {
  const plain = reference.replace(BY_NAME, '');
  const parsed = BY_PATH.test(plain) ? undefined : parseReference(plain);
  const full = typeof parsed === 'object' ? [`${parsed.registry}/${parsed.repository}`] : [];
  return [...full, reference, imageName(reference)];
}

function findingOf({ name, decision }: TraceRequirement, { links }: Trace, { unmet }: Gate): Finding {
  const concerned = new Set(unmet.flatMap((one) => one.links));
  const evidence = links
    .filter((link) => concerned.has(link.name))
    .map((link): Evidence => ({ path: '/', excerpt: `link ${link.name}, ${link.status}: ${link.reason}` }));
  const [first = { path: '/', excerpt: unmet[0]?.text ?? '' }, ...rest] = evidence;
  return {
    rule: TRACE_RULE.id,
    title: TRACE_RULE.title,
    category: 'trace',
    severity: decision === 'block' ? 'high' : 'medium',
    confidence: 'certain',
    why: `"${name}" is not met. ${unmet.map(({ text }) => text).join(' ')}`,
    fix: 'Look at every link with "clearpull trace"; "clearpull trace doctor" says what to add to the build of an image of yours.',
    evidence: [first, ...rest],
  };
}

function reasonOf(
  { name, decision, reason }: TraceRequirement,
  { level }: Trace,
  { asked, unmet }: Gate,
  policy: string,
): Reason {
  const line = { policy: `${policy}, "${name}"` };
  if (unmet.length === 0) {
    return { decision: 'allow', text: `Traced to ${level}, as asked: ${asked.join('; ')}`, ...line };
  }
  const because = reason === undefined ? '' : ` (${reason})`;
  const text = `${unmet.map((one) => one.text).join(' ')}${because}`;
  return { decision, text, rule: TRACE_RULE.id, ...line };
}
