import type { ShellPipeline } from '../shell/model.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { ownPipelines } from '../text/text-unit.ts';
import { SELF_EXTRACTING } from './rules.ts';
import type { Seen } from './seen.ts';

const OWN = /^(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)$/;
const CUTTERS = /^(?:tail|sed|awk|gawk|mawk|dd|head|perl|grep|cut|base64|openssl)$/;
const UNPACKERS =
  /^(?:tar|bsdtar|gunzip|gzip|zcat|unzip|cpio|xz|unxz|xzcat|bzip2|bunzip2|bzcat|7z|7za|zstd|unzstd|uudecode)$/;
/** Kinds of installers that are known to be made so. */
const MAKESELF =
  /This (?:script|installation script) was generated (?:using|by) Makeself|MS_dd\s*\(\)|MD5="[0-9a-f]{32}"[^]{0,400}SHA="/;

/** Scripts that unpack what stands behind their own text. */
export function lookForSelfExtraction({ units }: LookedAt): readonly Hit<Seen>[] {
  return units.slice(0, 1).flatMap((unit) => {
    const kind = MAKESELF.test(unit.text.slice(0, 64 * 1024)) ? 'makeself' : 'own';
    const pipelines = ownPipelines(unit);
    const found =
      pipelines.find(unpacksItself) ?? (kind === 'makeself' ? pipelines.find(unpacks) : undefined);
    if (found === undefined) return [];
    return [{ line: found.line, excerpt: found.text, data: { rule: SELF_EXTRACTING, kind } }];
  });
}

function unpacksItself(pipeline: ShellPipeline): boolean {
  const { commands } = pipeline;
  const reads = commands.some(
    ({ name, args, redirects }) =>
      (CUTTERS.test(name) || UNPACKERS.test(name)) &&
      (args.some(({ text }) => OWN.test(text) || /^if=\$\{?0\}?$/.test(text)) ||
        redirects.some(({ target, operator }) => operator === '<' && OWN.test(target.text))),
  );
  return reads && unpacks(pipeline);
}

function unpacks({ commands }: ShellPipeline): boolean {
  return commands.some(
    ({ name, args }) =>
      UNPACKERS.test(name) &&
      (name !== 'tar' || args.some(({ text }) => /^-?\w{0,8}x|^--extract$/.test(text))),
  );
}
