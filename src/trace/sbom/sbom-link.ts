import { limitFlag } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { plural } from '../../base/quantities.ts';
import type { Packages } from '../../explain/index.ts';
import { type Standing, signatureWords, voucherOf } from '../standing.ts';
import type { TraceLink } from '../trace-link.ts';
import { type ContentsDifference, compareContents } from './compare-contents.ts';
import { type Contents, readContents } from './read-contents.ts';

const name = 'sbom';
/** Packages shown of each kind of difference. */
const MAX_SHOWN = 20;

interface Compared {
  readonly standing: Standing;
  readonly contents: Contents;
  readonly difference: ContentsDifference;
}

/** Lists of contents, held against the packages that the image's own databases have. */
export function sbomLink(
  standings: readonly Standing[],
  packages: Packages | undefined,
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
    const contents = readContents(documentOf(standing), limits.maxListedPackages);
    if (contents === undefined) unread.push(`${standing.claim.where} is of a form that is not known`);
    else if (packages !== undefined) {
      compared.push({ standing, contents, difference: compareContents(contents, packages) });
    }
  }
  const evidence = [...compared.flatMap(wordsOf), ...(packages?.notes ?? []), ...unread, ...void_];
  const vouchedBy = compared.map(({ standing }) => voucherOf(standing));
  if (compared.length === 0) {
    return { name, status: 'claimed', evidence, reason: 'A list of contents is there; it was not compared.' };
  }
  // What a database that could not be read would have, nobody knows.
  const knowsAll = packages?.notes.length === 0;
  if (knowsAll && compared.some(({ contents, difference }) => differs(contents, difference))) {
    const reason = 'The list of contents is not what is in the image.';
    return { name, status: 'contradicted', evidence, reason, vouchedBy };
  }
  const agreeing = compared.some(
    ({ standing, difference, contents }) =>
      standing.verified &&
      contents.whole &&
      knowsAll &&
      difference.same > 0 &&
      difference.notCovered.length === 0,
  );
  return agreeing
    ? {
        name,
        status: 'verified',
        evidence,
        reason:
          "A list of contents, signed by whom you asked for, has the packages of the image's own databases.",
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

function differs({ whole }: Contents, difference: ContentsDifference): boolean {
  const { listedButAbsent, presentButUnlisted, versionsThatDiffer } = difference;
  return (
    listedButAbsent.length > 0 || versionsThatDiffer.length > 0 || (whole && presentButUnlisted.length > 0)
  );
}

function wordsOf({ standing, contents, difference }: Compared): readonly string[] {
  const { format, version, packages, others, whole } = contents;
  const { same, listedButAbsent, presentButUnlisted, versionsThatDiffer, notCovered } = difference;
  return [
    `${standing.claim.where}: ${format} ${version.replace(/^SPDX-/, '')}, ${plural(packages.length, 'package')} compared, ${same} alike; ${signatureWords(standing.claim)}`,
    ...some('listed but absent', listedButAbsent),
    ...some('present but unlisted', presentButUnlisted),
    ...some('another version', versionsThatDiffer),
    ...notCovered.map((manager) => `it lists no package of ${manager}, of which there are some in the image`),
    ...(others > 0 ? [`${plural(others, 'package')} of other kinds were not compared`] : []),
    ...(whole ? [] : [`it lists more packages than are read (${limitFlag('maxListedPackages')})`]),
  ];
}

function some(how: string, what: readonly string[]): readonly string[] {
  const shown = what.slice(0, MAX_SHOWN).map((one) => `${how}: ${one}`);
  return what.length > MAX_SHOWN ? [...shown, `${how}: ${what.length - MAX_SHOWN} more`] : shown;
}
