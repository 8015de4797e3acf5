import { plural } from '../../base/quantities.ts';
import { oneLine } from '../../explain/printable.ts';
import type { AlignedPair } from '../../explain/source/align.ts';
import type { TraceLink } from '../trace-link.ts';
import type { SourceComparison } from './compare-source.ts';
import type { CopiedFiles, WrongFile } from './copied-files.ts';

/** Differences named in the evidence. */
const MAX_NAMED = 30;

/**
 * From the instructions to a Dockerfile of a source tree, instruction by instruction, and the bytes that its COPY
 * and ADD put into the image.
 */
export function dockerfileInSource({ tree, fitted, copies, context }: SourceComparison): TraceLink {
  const name = 'dockerfile';
  if (fitted === undefined) {
    return {
      name,
      status: 'missing',
      evidence: [tree.where],
      reason: 'The source tree has no Dockerfile that could be compared with the history.',
    };
  }
  const { pairs, baseRows } = fitted.alignment;
  const wrong = pairs.filter(
    ({ status }) => status === 'differs' || status === 'missing' || status === 'extra',
  );
  const wrongCopies = copies.filter(isWrong);
  const where = `${fitted.path}, stage "${fitted.stage.name}", FROM ${fitted.stage.from}`;
  const evidence = [
    oneLine(where, 300),
    ...(context === '' ? [] : [`build context ${context}`]),
    baseText(baseRows),
    ...named([...wrong.map(pairText), ...wrongCopies.flatMap(copyTexts)]),
    ...argumentTexts(pairs, fitted.alignment.args),
    ...pairs
      .filter(({ status }) => status === 'given')
      .map(({ row }) => oneLine(`given to the build: ${row?.text}`, 300)),
    ...copies.flatMap(unknownText),
  ];
  const copied = copiedText(copies);
  const vouchedBy = [{ by: 'clearpull' as const }];
  if (wrong.length > 0 || wrongCopies.length > 0) {
    const reasons = [
      ...(wrong.length === 0
        ? []
        : [`${plural(wrong.length, 'instruction')} of ${fitted.path} and of the history disagree`]),
      ...(wrongCopies.length === 0 ? [] : ['the image holds other files than the source for what it copies']),
    ];
    return {
      name,
      status: 'contradicted',
      evidence,
      vouchedBy,
      reason: `${capital(reasons.join(', and '))}. ${copied}`.trim(),
    };
  }
  const compared = pairs.filter(({ status }) => status === 'equal' || status === 'arguments').length;
  if (compared === 0 && copies.every(({ equal }) => equal === 0)) {
    return {
      name,
      status: 'claimed',
      evidence,
      reason: `Nothing of ${fitted.path} could be compared: the history keeps too little.`,
    };
  }
  const given = pairs.some(({ status }) => status === 'arguments')
    ? ', but for values given to the build'
    : '';
  return {
    name,
    status: 'verified',
    evidence,
    vouchedBy,
    reason: `The history says what ${fitted.path} says, instruction by instruction${given}. ${copied}`.trim(),
  };
}

function baseText(rows: number): string {
  if (rows === 0) return 'no row of the history is taken for a base image';
  const which = rows === 1 ? 'row 1 of the history is' : `rows 1 to ${rows} of the history are`;
  return `${which} taken for the base image's`;
}

/** Files that are not as in the source; where others wrote into the same layer, that proves nothing. */
function isWrong({ wrongCount, unknown, plan }: CopiedFiles): boolean {
  return (wrongCount > 0 && unknown === undefined) || plan.absent.length > 0;
}

function pairText({ status, source, row }: AlignedPair): string {
  const written =
    source === undefined ? '' : oneLine([source.keyword, ...source.flags, source.argument].join(' '), 200);
  const kept = row === undefined ? '' : oneLine(row.text, 200);
  switch (status) {
    case 'missing':
      return `line ${source?.line}: ${written}: no row of the history says so`;
    case 'extra':
      return `row ${(row?.row ?? 0) + 1}: ${kept}: the Dockerfile does not say so`;
    default:
      return `line ${source?.line}: ${written}: the history says ${kept}`;
  }
}

const HOW: Readonly<Record<WrongFile['how'], string>> = {
  'other-bytes': 'holds other bytes than',
  'other-kind': 'is no file of the same kind as',
  absent: 'is not in the image, though the source has',
  extra: 'is in the layer, and not in the source',
};

function copyTexts({ plan, wrong, wrongCount, unknown }: CopiedFiles): string[] {
  const line = `line ${plan.source.line}`;
  const absent = plan.absent.map((word) => `${line}: ${oneLine(word, 200)} is not in the source`);
  if (unknown !== undefined) return absent;
  const files = wrong.map(({ path, how, source }) =>
    oneLine(`${line}: ${path} ${HOW[how]}${source === undefined ? '' : ` ${source}`}`, 400),
  );
  const more = wrongCount - wrong.length;
  return [...absent, ...files, ...(more > 0 ? [`${line}: ${plural(more, 'further file')} differ`] : [])];
}

function unknownText({ plan, unknown, wrongCount }: CopiedFiles): string[] {
  if (unknown === undefined) return [];
  const files = wrongCount > 0 ? `${plural(wrongCount, 'file')} not as in the source: ` : '';
  return [oneLine(`line ${plan.source.line}: not known: ${files}${unknown}`, 400)];
}

function argumentTexts(pairs: readonly AlignedPair[], args: ReadonlyMap<string, string>): string[] {
  return pairs
    .filter(({ status }) => status === 'arguments')
    .map(({ source, row }) => {
      const name = source?.keyword === 'ARG' ? (/^\w+/.exec(source.argument)?.[0] ?? '') : '';
      const value = args.get(name);
      if (value !== undefined) return oneLine(`build argument ${name}=${value}`, 200);
      return oneLine(`line ${source?.line}: with a value given to the build: ${row?.text ?? ''}`, 300);
    });
}

function copiedText(copies: readonly CopiedFiles[]): string {
  const equal = copies.reduce((sum, one) => sum + one.equal, 0);
  const uncompared = copies.reduce((sum, one) => sum + one.uncompared, 0);
  const unknown = copies.filter((one) => one.unknown !== undefined).length;
  const parts = [
    ...(equal > 0
      ? [`${plural(equal, 'copied file')} ${equal === 1 ? 'is' : 'are'} byte for byte in the source`]
      : []),
    ...(uncompared > 0 ? [`${plural(uncompared, 'file')} could not be compared`] : []),
    ...(unknown > 0
      ? [`of ${unknown} of ${plural(copies.length, 'COPY or ADD', 'COPY or ADD')} the content is not known`]
      : []),
  ];
  return parts.length === 0 ? '' : `${capital(parts.join('; '))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function named(texts: readonly string[]): string[] {
  const more = texts.length - MAX_NAMED;
  return more > 0 ? [...texts.slice(0, MAX_NAMED), `and ${more} more`] : [...texts];
}
