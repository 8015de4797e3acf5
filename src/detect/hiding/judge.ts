import { outermost } from '../../image/nested-facts.ts';
import type { ImageView, Sighting } from '../detector.ts';
import type { Confidence, Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { whereOf } from '../text/placed/where-of.ts';
import { APPENDED, FALSE_EXTENSION, HIDDEN_PLACE, HIDING_RULES, PACKED, SELF_EXTRACTING } from './rules.ts';
import type { Seen } from './seen.ts';

interface Verdict {
  /** What the file is or does, as the predicate of a sentence about it. */
  readonly what: string;
  readonly started: Severity;
  readonly idle: Severity;
  readonly confidence: Confidence;
  readonly fix: string;
}

const LOOK = 'Find out what the program is and who put it there; do not run the image before you know.';

/** One finding for each file and way of hiding; what starts weighs more. */
export function judgeHiding(view: ImageView<Seen>): readonly Finding[] {
  tellOpaqueArchives(view);
  return view.sightings.flatMap((sighting): readonly Finding[] => {
    const { data } = sighting.observation;
    const rule = HIDING_RULES.find(({ id }) => id === data.rule);
    const verdict = verdictOn(data);
    if (rule === undefined || verdict === undefined) return [];
    const where = whereOf(view, sighting);
    const starts = where.runs !== undefined;
    if (data.rule === PACKED && data.kind === 'upx' && starts) notSearched(view, sighting);
    const severity = starts ? verdict.started : where.gone ? lower(verdict.idle) : verdict.idle;
    const gone = where.gone ? ' A later layer removes the file, but the image still carries it.' : '';
    return [
      {
        rule: rule.id,
        title: rule.title,
        category: rule.category,
        severity,
        confidence: verdict.confidence,
        why: `/${where.path} ${verdict.what}; ${where.runs ?? 'nothing seen here starts it by itself'}.${gone}`,
        fix: verdict.fix,
        ...(rule.attack !== undefined && { attack: rule.attack }),
        evidence: [sighting.evidence],
      },
    ];
  });
}

/** What is run or opened at start and cannot be looked into is a gap; elsewhere it is told, and that is all. */
function tellOpaqueArchives(view: ImageView<Seen>): void {
  for (const [layer, facts] of view.layers.entries()) {
    for (const { path, reason, detail } of facts?.nested?.opaque ?? []) {
      // A limit is told by itself, and what follows an end is no part of what is opened.
      if (reason === 'limit-reached' || reason === 'trailing-data' || !view.runsAtStart(outermost(path)))
        continue;
      view.unread?.({
        reason,
        path,
        layer,
        detail: `${detail}; it is run or opened when the container starts`,
      });
    }
  }
}

/** A packed program was searched as it lies there, which says nothing of what it holds. */
function notSearched(view: ImageView<Seen>, { entry, layer }: Sighting<Seen>): void {
  view.unread?.({
    reason: 'unsupported-compression',
    path: entry.path,
    layer,
    detail: 'the program is packed (UPX): what it holds was not searched',
  });
}

function verdictOn({ rule, kind }: Seen): Verdict | undefined {
  switch (rule) {
    case HIDDEN_PLACE:
      return hiddenPlace(kind);
    case FALSE_EXTENSION:
      return {
        what: `is a program and is named like a ${kind} file`,
        started: 'high',
        idle: 'medium',
        confidence: 'high',
        fix: LOOK,
      };
    case APPENDED:
      return appended(kind);
    case PACKED:
      return packed(kind);
    case SELF_EXTRACTING:
      return {
        what:
          kind === 'makeself' ? 'is an installer made by makeself' : 'unpacks an archive from its own text',
        started: 'medium',
        idle: 'low',
        confidence: 'medium',
        fix: 'Unpack it by hand and look at what it brings.',
      };
    default:
      return undefined;
  }
}

function packed(kind: string): Verdict {
  const upx = kind === 'upx';
  return {
    what: upx
      ? 'is packed, so that nobody can see what it does without running it'
      : 'has lost its section headers, as packed and hand-made programs have',
    started: 'medium',
    idle: upx ? 'low' : 'info',
    confidence: 'medium',
    fix: 'Unpack it (upx -d) on a machine that you can do without, or use an image whose programs can be read.',
  };
}

function hiddenPlace(kind: string): Verdict {
  const words: Readonly<Record<string, string>> = {
    unseen: 'lies under a name of blanks, dots or characters that are not seen',
    kernel: 'is a program with the name of a kernel thread',
    throwaway: 'is a program in a hidden folder where only temporary files belong',
    system: 'is a hidden program among those of the system',
  };
  const sure = kind === 'unseen' || kind === 'kernel';
  return {
    what: words[kind] ?? 'is hidden',
    started: 'high',
    idle: 'medium',
    confidence: sure ? 'high' : 'medium',
    fix: LOOK,
  };
}

/** A program behind a picture has no honest reason; an archive behind a program is how many carry their resources. */
function appended(kind: string): Verdict {
  const [of = '', what = ''] = kind.split(' ');
  const runs = what === 'elf' || what === 'script';
  const named = what === 'elf' ? 'another program' : what === 'script' ? 'a script' : `an archive (${what})`;
  const shared = { what: `has ${named} behind its end`, fix: LOOK } as const;
  if (of === 'picture')
    return { ...shared, started: 'high', idle: 'medium', confidence: runs ? 'high' : 'medium' };
  if (runs) return { ...shared, started: 'medium', idle: 'low', confidence: 'medium' };
  return { ...shared, started: 'low', idle: 'info', confidence: 'medium' };
}
