import { type Assessment, DEFAULT_POLICY, decisionRank } from '../../src/assess/index.ts';
import { checkImages } from './check-cases.ts';
import type { HiddenCase } from './corpus/cases.ts';
import { classOf } from './corpus/classes.ts';
import type { Built } from './corpus/evasion.ts';
import type { HonestCase } from './corpus/honest-cases.ts';
import { decisionOn } from './decision-on.ts';

/** A hidden case, and what came of it. */
export interface HiddenResult {
  readonly class: string;
  readonly evasion: string;
  readonly name: string;
  /** By a rule that names it rightly, and the built-in policy asks because of it. */
  readonly found: boolean;
  /** The policy would not let the image run unasked, for whatever reason. */
  readonly stopped: boolean;
}

/** A false alarm: something said of an honest image that the built-in policy asks about. */
export interface FalseAlarm {
  readonly case: string;
  readonly class: string;
  readonly rule: string;
  readonly severity: string;
  readonly decision: string;
  readonly why: string;
}

export interface Measured {
  readonly hidden: readonly HiddenResult[];
  /** How many honest images. */
  readonly honest: number;
  readonly falseAlarms: readonly FalseAlarm[];
}

/** Images in one run: large enough that starting costs nothing, small enough for memory. */
const BATCH = 200;

/** Checks every case. Deterministic: the same cases and rules give the same result. */
export async function measure(
  hidden: readonly HiddenCase[],
  honest: readonly HonestCase[],
): Promise<Measured> {
  const ofHidden = await checkAll(hidden);
  const ofHonest = await checkAll(honest);
  return {
    hidden: hidden.map(({ class: of, evasion, name, rules }, i) => {
      const findings = (ofHidden[i] ?? []).flatMap((one) => one.findings);
      const asked = findings.filter((finding) => asks(decisionOn(finding, DEFAULT_POLICY)));
      return {
        class: of,
        evasion,
        name,
        found: asked.some(({ rule }) => rules.includes(rule)),
        stopped: asked.length > 0,
      };
    }),
    honest: honest.length,
    falseAlarms: honest.flatMap(({ name }, i) =>
      (ofHonest[i] ?? [])
        .flatMap(({ findings }) => findings)
        .flatMap((finding): readonly FalseAlarm[] => {
          const { rule, severity, why } = finding;
          const decision = decisionOn(finding, DEFAULT_POLICY);
          return asks(decision) ? [{ case: name, class: classOf(rule), rule, severity, decision, why }] : [];
        }),
    ),
  };
}

function asks(decision: Parameters<typeof decisionRank>[0]): boolean {
  return decisionRank(decision) > decisionRank('allow');
}

async function checkAll(
  cases: readonly { readonly build: () => Built }[],
): Promise<readonly (readonly Assessment[])[]> {
  const all: (readonly Assessment[])[] = [];
  for (let at = 0; at < cases.length; at += BATCH) {
    all.push(...(await checkImages(cases.slice(at, at + BATCH).map(({ build }) => build()))));
  }
  return all;
}
