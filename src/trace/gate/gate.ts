import { shortOf } from '../level.ts';
import { type LinkName, type Named, TRACE_LEVELS, type Trace, type TraceLevel } from '../trace-link.ts';
import { builderMatcher, sourceMatcher } from './source-pattern.ts';

/** What an image has to show. Whatever is asked for, no link may be contradicted. */
export interface Expectation {
  readonly level?: TraceLevel;
  /** Patterns of repositories, one of which its source has to match. */
  readonly sources?: readonly string[];
  /** Patterns of `builder.id`, one of which its builder has to match. */
  readonly builders?: readonly string[];
  /** A source or builder that is only claimed is enough. */
  readonly acceptClaimed?: boolean;
}

/** Something that was asked for and is not so. */
export interface Unmet {
  readonly what: 'contradiction' | 'level' | 'source' | 'builder';
  /** One sentence. */
  readonly text: string;
  /** The links that it hangs on. */
  readonly links: readonly LinkName[];
}

/** Whether a trace shows what was asked for. */
export interface Gate {
  /** What was asked for, a phrase each. */
  readonly asked: readonly string[];
  /** Empty: passed. */
  readonly unmet: readonly Unmet[];
}

/** Holds a trace against what was asked for. */
export function gateOf(trace: Trace, expected: Expectation): Gate {
  const { level, sources, builders, acceptClaimed = false } = expected;
  const or = (patterns: readonly string[]): string => patterns.join(' or ');
  const vouched = acceptClaimed ? 'at least claimed' : 'vouched for';
  return {
    asked: [
      ...(level === undefined ? [] : [`level ${level}`]),
      ...(sources === undefined ? [] : [`source ${or(sources)}, ${vouched}`]),
      ...(builders === undefined ? [] : [`builder ${or(builders)}, ${vouched}`]),
      'no link contradicted',
    ],
    unmet: [
      ...contradictions(trace),
      ...belowLevel(trace, level),
      ...notNamed(trace.origin.sources, sources?.map(sourceMatcher), acceptClaimed, SOURCE),
      ...notNamed(trace.origin.builders, builders?.map(builderMatcher), acceptClaimed, BUILDER),
    ],
  };
}

function contradictions({ links }: Trace): readonly Unmet[] {
  return links
    .filter(({ status }) => status === 'contradicted')
    .map(({ name, reason }) => ({
      what: 'contradiction',
      text: `The link ${name} is contradicted: ${reason}`,
      links: [name],
    }));
}

function belowLevel(trace: Trace, wanted: TraceLevel | undefined): readonly Unmet[] {
  if (wanted === undefined || TRACE_LEVELS.indexOf(trace.level) >= TRACE_LEVELS.indexOf(wanted)) return [];
  const short = shortOf(trace, wanted);
  const words = short.map((name) => {
    const link = trace.links.find((one) => one.name === name);
    return `${name} (${link?.status ?? 'missing'})`;
  });
  const text = `It is traceable to ${trace.level}, and ${wanted} was asked for. What falls short: ${words.join(', ')}.`;
  return [{ what: 'level', text, links: short }];
}

interface Kind {
  readonly what: 'source' | 'builder';
  readonly link: LinkName;
  /** What would vouch for it. */
  readonly how: string;
}

const SOURCE: Kind = {
  what: 'source',
  link: 'source',
  how: 'a provenance signed by whom you ask for, or a checkout that agrees with the image, would vouch for it',
};
const BUILDER: Kind = {
  what: 'builder',
  link: 'provenance',
  how: 'a provenance signed by whom you ask for would vouch for it',
};

/** Names shown of those that do not match. */
const MAX_NAMES = 3;

function notNamed(
  named: readonly Named[],
  matchers: readonly ((value: string) => boolean)[] | undefined,
  acceptClaimed: boolean,
  { what, link, how }: Kind,
): readonly Unmet[] {
  if (matchers === undefined) return [];
  const matching = named.filter(({ value }) => matchers.some((matches) => matches(value)));
  if (matching.some(({ status }) => acceptClaimed || status === 'verified')) return [];
  const values = [...new Set((matching.length > 0 ? matching : named).map(({ value }) => value))];
  const shown = values.slice(0, MAX_NAMES).join(', ') + (values.length > MAX_NAMES ? ' …' : '');
  const text =
    named.length === 0
      ? `Nothing names a ${what}.`
      : matching.length > 0
        ? `The ${what} ${shown} is only claimed: ${how}.`
        : `The ${what} is ${shown}, which is not what was asked for.`;
  return [{ what, text, links: [link] }];
}
