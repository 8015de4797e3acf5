/**
 * Measures the Dockerfiles that are won back from histories of Docker's official images against their real ones.
 * Reads git checkouts that lie on this machine; nothing is fetched.
 *
 * Run: npm run bench:dockerfile -- --repo-info DIR --official-images DIR --sources DIR [--out FILE] [--verbose]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Compared, compare } from './compare.ts';
import { dockerfileOf, entryOf, git } from './library.ts';
import { readListing } from './listing.ts';
import { type ImageResult, reportOf } from './table.ts';

const { values } = parseArgs({
  options: {
    'repo-info': { type: 'string' },
    'official-images': { type: 'string' },
    sources: { type: 'string' },
    out: { type: 'string' },
    tags: { type: 'string', default: '8' },
    verbose: { type: 'boolean', default: false },
  },
});
const info = required('repo-info');
const official = required('official-images');
const sources = required('sources');

const files = (git(info, 'ls-tree', '-r', '--name-only', 'HEAD', 'repos') ?? '')
  .split('\n')
  .map((path) => /^repos\/([^/]+)\/remote\/([^/]+)\.md$/.exec(path))
  .filter((match) => match !== null);
const results: ImageResult[] = [];
for (const [image, tags] of Map.groupBy(files, (match) => match[1] ?? '')) {
  const result = measure(
    image,
    tags.map((match) => match[2] ?? ''),
  );
  if (result.compared.length > 0 || result.other > 0) results.push(result);
}
const heads = { 'a copy of docker-library/repo-info at': info, 'docker-library/official-images': official };
const commits = Object.entries(heads).map(
  ([name, path]) => `${name} ${git(path, 'log', '-1', '--format=%h of %cs')?.trim() ?? '?'}`,
);
const report = reportOf(results, commits);
if (values.out === undefined) process.stdout.write(report);
else writeFileSync(values.out, report);

/** Up to so many different images of one name. */
function measure(image: string, tags: readonly string[]): ImageResult {
  const seen = new Set<string>();
  const compared: Compared[] = [];
  let images = 0;
  let other = 0;
  for (const tag of tags) {
    if (images + other >= Number(values.tags)) break;
    const remote = git(info, 'show', `HEAD:repos/${image}/remote/${tag}.md`) ?? '';
    const listing = readListing(remote, git(info, 'show', `HEAD:repos/${image}/local/${tag}.md`));
    if (listing === undefined || seen.has(listing.imageId)) continue;
    seen.add(listing.imageId);
    const entry = entryOf(official, image, tag, listing.created);
    const source = entry && dockerfileOf(sources, entry);
    if (source === undefined) continue;
    const outcome = compare(listing, source);
    if (outcome.kind === 'other-dockerfile') {
      other++;
      if (values.verbose) process.stderr.write(`${image}:${tag}: ${outcome.detail}\n`);
      continue;
    }
    images++;
    compared.push(...outcome.instructions);
    if (!values.verbose) continue;
    for (const one of outcome.instructions) {
      if ((one.carried && !one.equal) || one.overclaimed) {
        process.stderr.write(`${image}:${tag} ${one.certainty}\n  want ${one.wanted}\n  got  ${one.got}\n`);
      }
    }
  }
  return { image, images, other, compared };
}

function required(name: 'repo-info' | 'official-images' | 'sources'): string {
  const value = values[name];
  if (value !== undefined) return value;
  process.stderr.write(`--${name} DIR is needed; see the top of bench/dockerfile/accuracy.ts\n`);
  process.exit(2);
}
