import { describe, expect, it } from 'vitest';
import { digestFor } from '../../../testkit/catalog.ts';
import { readBuilds } from './builds-json.ts';
import { readOfficialImage } from './official-images.ts';
import { readRepoInfo } from './repo-info.ts';

const SEEN = '2026-10-01';
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

describe("a file of official-images' library/", () => {
  const text = `# generated
Maintainers: Somebody <a@example.com>,
             Other <b@example.com>
GitRepo: https://example.com/x.git
GitCommit: ${A}

# a comment
Tags: 2.0, 2, latest
SharedTags: 2.0-shared
Architectures: amd64, arm64v8
Directory: 2.0/debian

Tags: 1.0,
 1
Architectures: amd64, arm32v7
arm32v7-GitCommit: ${B}
arm32v7-Directory: 1.0/arm/
File: Dockerfile.slim
`;

  it('tells what each tag is built from, for each platform', () => {
    const source = (commit: string, path: string) => ({
      repository: 'https://example.com/x.git',
      commit,
      path,
    });
    const common = { repository: 'docker.io/library/x', seen: SEEN };
    expect(readOfficialImage('x', text, SEEN)).toEqual([
      {
        ...common,
        tags: ['2', '2.0', '2.0-shared', 'latest'],
        platforms: ['linux/amd64', 'linux/arm64'],
        source: source(A, '2.0/debian/Dockerfile'),
      },
      { ...common, tags: ['1', '1.0'], platforms: ['linux/amd64'], source: source(A, 'Dockerfile.slim') },
      {
        ...common,
        tags: ['1', '1.0'],
        platforms: ['linux/arm/v7'],
        source: source(B, '1.0/arm/Dockerfile.slim'),
      },
    ]);
  });

  it.each([
    ['a name that is none', '../etc', text],
    ['no commit', 'x', 'GitRepo: r\n\nTags: 1\n'],
    ['a commit that is none', 'x', 'GitRepo: r\nGitCommit: $(id)\n\nTags: 1\n'],
    ['tags that are none', 'x', `GitRepo: r\nGitCommit: ${A}\n\nTags: a b, -c, \x1b[1m\n`],
    ['a platform that is none', 'x', `GitRepo: r\nGitCommit: ${A}\n\nTags: 1\nArchitectures: vax\n`],
    ['an address without end', 'x', `GitRepo: ${'r'.repeat(2000)}\nGitCommit: ${A}\n\nTags: 1\n`],
    ['nothing', 'x', ''],
  ])('leaves out %s', (_, name, odd) => {
    expect(readOfficialImage(name, odd, SEEN)).toEqual([]);
  });
});

describe('a page of repo-info', () => {
  const page = `## \`x:1\`

\`\`\`console
$ docker pull x@${digestFor('index')}
\`\`\`

### \`x:1\` - linux; amd64

\`\`\`console
$ docker pull x@${digestFor('manifest')}
\`\`\`

-	Image ID: \`${digestFor('config')}\`

\`\`\`dockerfile
# Mon, 03 Aug 2026 00:00:00 GMT
RUN # debian.sh
# Wed, 09 Sep 2026 03:36:58 GMT
LABEL a=text
### \`evil:1\` - linux; amd64
-	Layers:
	-	\`${digestFor('evil')}\`
\`\`\`

-	Layers:
	-	\`${digestFor('one')}\`  
		Last Modified: Tue, 04 Aug 2026 23:51:56 GMT  
	-	\`${digestFor('two')}\`  

### \`x:1\` - unknown; unknown

\`\`\`console
$ docker pull x@${digestFor('attestation')}
\`\`\`

-	Layers:
	-	\`${digestFor('statement')}\`

### \`x:1\` - linux; arm64 variant v8

\`\`\`console
$ docker pull x@${digestFor('arm')}
\`\`\`

-	Layers:
	-	\`${digestFor('arm layer')}\`

### \`x:1\` - windows version 10.0.26100.33296; amd64

-	Layers:
	-	\`${digestFor('windows layer')}\`
`;

  it('tells the layers as stored of each platform, and nothing of attestations or of what a label says', () => {
    const common = { repository: 'docker.io/library/x', tags: ['1'], index: digestFor('index'), seen: SEEN };
    expect(readRepoInfo('x', '1', page, SEEN)).toEqual([
      {
        ...common,
        platform: 'linux/amd64',
        manifest: digestFor('manifest'),
        config: digestFor('config'),
        created: '2026-09-09',
        diffIds: [],
        blobs: [digestFor('one'), digestFor('two')],
      },
      {
        ...common,
        platform: 'linux/arm64',
        manifest: digestFor('arm'),
        diffIds: [],
        blobs: [digestFor('arm layer')],
      },
    ]);
  });

  it.each([
    ['a tag that is none', 'x', '-1', page],
    ['a name that is none', 'X', '1', page],
    ['no digests', 'x', '1', page.replaceAll('sha256:', 'sha1:')],
    ['nothing', 'x', '1', ''],
  ])('with %s tells nothing', (_, name, tag, text) => {
    expect(readRepoInfo(name, tag, text, SEEN)).toEqual([]);
  });
});

describe("meta's builds.json", () => {
  const source = {
    entry: { GitRepo: 'https://example.com/x.git', GitCommit: A, Directory: '24/cli', File: 'Dockerfile' },
    arches: { amd64: { tags: ['x:24', 'x:24.0', 'y:24'] } },
  };
  const built = { arch: 'amd64', resolved: { manifest: { desc: { digest: digestFor('manifest') } } } };

  it('tells manifest, tags and source, in the older and the newer form', () => {
    const newer = {
      build: {
        arch: 'amd64',
        resolved: {
          manifests: [
            {
              digest: digestFor('statement'),
              annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
            },
            { digest: digestFor('manifest'), annotations: {} },
          ],
        },
      },
      source: { entries: [source.entry], arches: source.arches },
    };
    const from = { repository: 'https://example.com/x.git', commit: A, path: '24/cli/Dockerfile' };
    const common = {
      platform: 'linux/amd64',
      manifest: digestFor('manifest'),
      diffIds: [],
      blobs: [],
      source: from,
      seen: SEEN,
    };
    const expected = [
      { ...common, repository: 'docker.io/library/x', tags: ['24', '24.0'] },
      { ...common, repository: 'docker.io/library/y', tags: ['24'] },
    ];
    expect(readBuilds({ a: { build: built, source } }, SEEN, 100)).toEqual(expected);
    expect(readBuilds({ a: newer }, SEEN, 100)).toEqual(expected);
  });

  it('leaves out what was not built, what makes no sense, and what is beyond the limit', () => {
    const ok = { build: built, source };
    const odd = {
      a: { build: { ...built, resolved: null }, source },
      b: { build: { ...built, arch: '__proto__' }, source },
      c: { build: { arch: 'amd64', resolved: { manifest: { desc: { digest: 'sha256:x' } } } }, source },
      d: 7,
      e: ok,
    };
    expect(readBuilds(odd, SEEN, 100)).toHaveLength(2);
    expect(readBuilds(odd, SEEN, 4)).toEqual([]);
    for (const json of [null, 7, 'x', []]) expect(readBuilds(json, SEEN, 100)).toEqual([]);
  });
});
