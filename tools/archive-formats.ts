import { ARCHIVE_FORMATS } from '../src/analyze/nested/formats.ts';
import { DEFAULT_LIMITS, LIMITS, type LimitName } from '../src/base/limits.ts';
import { formatBytes } from '../src/base/quantities.ts';

const BOUNDS: readonly LimitName[] = [
  'maxNestedDepth',
  'maxNestedBytes',
  'maxNestedSlowBytes',
  'maxNestedRatio',
  'maxNestedFiles',
  'maxNestedWindow',
  'maxOpaqueListed',
];

/** docs/archives.md: which archives inside of an image are looked into, how far, and what comes of it. */
export function archiveFormats(): string {
  const rows = ARCHIVE_FORMATS.map(
    ({ name, about, read }) =>
      `| ${name} | ${about} | ${read === undefined ? 'no: listed as opaque' : 'yes'} |`,
  );
  const limits = BOUNDS.map((name) => {
    const { help, unit } = LIMITS[name];
    const value = DEFAULT_LIMITS[name];
    return `| \`${name}\` | ${unit === 'bytes' ? formatBytes(value) : value} | ${help} |`;
  });
  return `# Archives inside of an image

Made by \`npm run docs\` out of the formats in \`src/analyze/nested/formats.ts\` and the limits.

What a file is tell its first bytes, never its name. An archive is taken apart while the layer passes; nothing of it is
written anywhere. Archives lie in one another: \`/var/x.deb!/data.tar.xz!/opt/a.jar!/lib/x.so\` is a file in a jar in a
package. A compressed tar is one archive, not two.

| format | where it is met | read |
|---|---|---|
${rows.join('\n')}

Of zip, files that are stored or deflated are read; encrypted ones and other methods are opaque. Of cpio, the portable
formats. What stands behind the end of a program or a picture is looked into as well, where the file is held as a whole.

## What comes of it

- Every byte that comes out is searched as the layer's own files are. Programs, scripts, archives, texts that configure
  something, and whatever a trigger occurs in have a hash, a type and their finding's path; the others are counted.
- What lies in an archive runs only when something unpacks it. A finding says whether the start chain runs or opens the
  archive, and weighs accordingly.
- What could not be looked into is listed as **opaque**, with how many bytes and why: encrypted, damaged, cut off, a format
  that is not read, bytes behind an end. In the report under "What was read", in JSON as \`coverage.opaque\`. By itself it
  asks for no review, because test suites are full of damaged archives; it does where the start chain runs or opens it.
- A limit that is reached is "not fully read", and asks for one:

| limit | | what it bounds |
|---|---|---|
${limits.join('\n')}
`;
}
