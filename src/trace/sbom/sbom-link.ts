import { limitFlag } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { plural } from '../../base/quantities.ts';
import { type Standing, signatureWords, voucherOf } from '../standing.ts';
import type { TraceInput, TraceLink } from '../trace-link.ts';
import { type ContentsDifference, compareContents } from './compare-contents.ts';
import { compareFiles, type FilesDifference } from './compare-files.ts';
import { type Contents, readContents } from './read-contents.ts';

const name = 'sbom';
/** Packages shown of each kind of difference. */
const MAX_SHOWN = 20;

interface Compared {
  readonly standing: Standing;
  readonly contents: Contents;
  readonly difference: ContentsDifference;
  readonly files: FilesDifference;
}

/** Lists of contents, held against the packages and files that are in the image. */
export function sbomLink(
  standings: readonly Standing[],
  { packages, tree }: Pick<TraceInput, 'packages' | 'tree'>,
  limits: Limits,
): TraceLink {
  if (standings.length === 0) {
    return {
      name,
      status: 'missing',
      evidence: [],
      reason: 'No list of contents (SBOM) comes with the image.',
    };
  }
  const counting = standings.filter((one) => one.void === undefined);
  const void_ = standings.flatMap((one) => one.void ?? []);
  if (counting.length === 0) {
    return {
      name,
      status: 'contradicted',
      evidence: void_,
      reason: 'No list of contents counts for anything.',
    };
  }
  const compared: Compared[] = [];
  const unread: string[] = [];
  for (const standing of counting) {
    const contents = readContents(documentOf(standing), limits);
    if (contents === undefined) unread.push(`${standing.claim.where} is of a form that is not known`);
    else if (packages !== undefined && tree !== undefined) {
      const difference = compareContents(contents, packages);
      compared.push({ standing, contents, difference, files: compareFiles(contents.files, tree) });
    }
  }
  const evidence = [...compared.flatMap(wordsOf), ...(packages?.notes ?? []), ...unread, ...void_];
  const vouchedBy = compared.map(({ standing }) => voucherOf(standing));
  if (compared.length === 0) {
    return { name, status: 'claimed', evidence, reason: 'A list of contents is there; it was not compared.' };
  }
  // What a database that could not be read would have, nobody knows.
  const knowsAll = packages?.notes.length === 0;
  if (compared.some((one) => one.files.changed.length > 0 || (knowsAll && differs(one)))) {
    const reason = 'The list of contents is not what is in the image.';
    return { name, status: 'contradicted', evidence, reason, vouchedBy };
  }
  return knowsAll && compared.some(agrees)
    ? {
        name,
        status: 'verified',
        evidence,
        reason: 'A list of contents, signed by whom you asked for, has the packages that are in the image.',
        vouchedBy,
      }
    : {
        name,
        status: 'claimed',
        evidence,
        reason: 'What could be compared of the list of contents agrees with the image.',
        vouchedBy,
      };
}

function documentOf({ claim }: Standing): unknown {
  return claim.contents ?? claim.statement?.predicate;
}

/** Only what a database says for certain contradicts a list. */
function differs({ contents: { whole }, difference: { system } }: Compared): boolean {
  const { listedButAbsent, presentButUnlisted, versionsThatDiffer } = system;
  return (
    listedButAbsent.length > 0 || versionsThatDiffer.length > 0 || (whole && presentButUnlisted.length > 0)
  );
}

function agrees({ standing, contents, difference, files }: Compared): boolean {
  const { listedButAbsent, presentButUnlisted, versionsThatDiffer } = difference.languages;
  const open = [listedButAbsent, presentButUnlisted, versionsThatDiffer, difference.notCovered, files.absent];
  return (
    standing.verified && contents.whole && difference.same > 0 && open.every(({ length }) => length === 0)
  );
}

function wordsOf({ standing, contents, difference, files }: Compared): readonly string[] {
  const { format, version, packages, others, whole, wholeFiles } = contents;
  const { same, system, languages, notCovered } = difference;
  const ofFiles = `${plural(contents.files.length, 'file')} with digests, ${files.same} alike`;
  return [
    `${standing.claim.where}: ${format} ${version.replace(/^SPDX-/, '')}, ${plural(packages.length, 'package')} compared, ${same} alike; ${contents.files.length === 0 ? '' : `${ofFiles}; `}${signatureWords(standing.claim)}`,
    ...some('another file', files.changed),
    ...some('listed but absent', system.listedButAbsent),
    ...some('present but unlisted', system.presentButUnlisted),
    ...some('another version', system.versionsThatDiffer),
    ...some('listed, not seen in the image', [...languages.listedButAbsent, ...files.absent]),
    ...some('seen in the image, not listed', languages.presentButUnlisted),
    ...some('another version is seen', languages.versionsThatDiffer),
    ...notCovered.map((manager) => `it lists no package of ${manager}, of which there are some in the image`),
    ...(others > 0 ? [`not compared, as of other kinds: ${plural(others, 'package')}`] : []),
    ...(files.notCompared > 0
      ? [`the digests of ${plural(files.notCompared, 'file')} are of other kinds`]
      : []),
    ...(whole ? [] : [`it lists more packages than are read (${limitFlag('maxListedPackages')})`]),
    ...(wholeFiles ? [] : [`it lists more files than are read (${limitFlag('maxListedFiles')})`]),
  ];
}

function some(how: string, what: readonly string[]): readonly string[] {
  const shown = what.slice(0, MAX_SHOWN).map((one) => `${how}: ${one}`);
  return what.length > MAX_SHOWN ? [...shown, `${how}: ${what.length - MAX_SHOWN} more`] : shown;
}
