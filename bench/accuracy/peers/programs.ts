import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { notedVersion, trivyArguments } from '../../peer-tools.ts';
import type { Peer, PeerImage, Said, Tools } from './peer.ts';

export const TRIVY: Peer = {
  name: 'trivy',
  is: 'vulnerabilities, secrets, misconfiguration, licences',
  asked:
    'each image: `trivy image --scanners secret --image-config-scanners secret`; every secret counts. Its checks for misconfiguration judge how an image is built and take two seconds of processor time for each image, which there were not; its vulnerability database was not to be had, and says nothing of these classes',
  version: (tools) => versionOf(tools, 'trivy', ['--version']),
  ask: (tools, images) =>
    each(images, (image) => {
      tools.run('trivy', trivyArguments(image, 'secret', '--image-config-scanners', 'secret'));
      const { Results = [] } = JSON.parse(readFileSync(image.result, 'utf8')) as {
        Results?: { Target?: string; Secrets?: { RuleID: string }[] }[];
      };
      return Results.flatMap(({ Target = '', Secrets = [] }) =>
        Secrets.map(({ RuleID }) => `${Target} ${RuleID}`),
      );
    }),
};

export const DOCKLE: Peer = {
  name: 'dockle',
  is: 'the CIS benchmark’s and Docker’s good practice for images',
  asked: 'each image: `dockle --input`; what it calls WARN or FATAL counts',
  version: (tools) => versionOf(tools, 'dockle', ['--version']),
  ask: (tools, images) =>
    each(images, (image) => {
      tools.run('dockle', ['--input', image.archive, '-f', 'json', '-o', image.result]);
      const { details = [] } = JSON.parse(readFileSync(image.result, 'utf8')) as {
        details?: { code: string; level: string; alerts?: string[] }[];
      };
      return details
        .filter(({ level }) => level === 'WARN' || level === 'FATAL')
        .flatMap(({ code, alerts = [] }) => alerts.map((alert) => `${code} ${alert}`));
    }),
};

export const GITLEAKS: Peer = {
  name: 'gitleaks',
  is: 'secrets in source code',
  asked: 'the layers unpacked and the configuration: `gitleaks dir`; every leak counts',
  version: (tools) => versionOf(tools, 'gitleaks', ['version']),
  ask(tools, images) {
    const report = `${folderOf(images)}/gitleaks.json`;
    tools.run('gitleaks', ['dir', folderOf(images), '--no-banner', '-f', 'json', '-r', report]);
    const leaks = JSON.parse(readFileSync(report, 'utf8')) as { RuleID: string; File: string }[];
    rmSync(report);
    return byFile(
      images,
      leaks.map(({ RuleID, File }) => ({ file: File, says: RuleID })),
    );
  },
};

export const KINGFISHER: Peer = {
  name: 'kingfisher',
  is: 'secrets in source code, files and images',
  asked:
    'the layers unpacked and the configuration: `kingfisher scan --no-validate` (it would else try the secrets at their services); every finding counts',
  version: (tools) => versionOf(tools, 'kingfisher', ['--version']),
  ask(tools, images) {
    const report = `${folderOf(images)}/kingfisher.json`;
    const options = ['--no-validate', '--no-update-check', '--git-history', 'none', '--format', 'json'];
    tools.run('kingfisher', ['scan', folderOf(images), ...options, '--output', report]);
    const { findings } = JSON.parse(readFileSync(report, 'utf8')) as {
      findings: { rule: { id: string }; finding: { path: string } }[];
    };
    rmSync(report);
    return byFile(
      images,
      findings.map(({ rule, finding }) => ({ file: finding.path, says: rule.id })),
    );
  },
};

/** The folder that holds all of them. */
export function folderOf(images: readonly PeerImage[]): string {
  const first = images[0];
  if (first === undefined) throw new Error('no images');
  return first.files.slice(0, first.files.lastIndexOf('/'));
}

/** What was said of files, by the image that each lies in; an image of which nothing is said was looked at all the same. */
export function byFile(
  images: readonly PeerImage[],
  said: readonly { readonly file: string; readonly says: string }[],
): ReadonlyMap<string, Said> {
  const root = folderOf(images);
  const lines = new Map(images.map(({ id }): [string, string[]] => [id, []]));
  for (const { file, says } of said) {
    const [id = '', ...rest] = relative(root, file).split('/');
    lines.get(id)?.push(`${says} ${rest.slice(1).join('/')}`);
  }
  return lines;
}

function each(images: readonly PeerImage[], ask: (image: PeerImage) => Said): ReadonlyMap<string, Said> {
  const lines = new Map<string, Said>();
  for (const image of images) {
    rmSync(image.result, { force: true });
    try {
      lines.set(image.id, ask(image));
    } catch (error) {
      process.stderr.write(`${image.id}: ${String(error).slice(0, 200)}\n`);
    }
  }
  if (lines.size === 0) throw new Error('it could read none of the images');
  return lines;
}

function versionOf({ folder, run }: Tools, program: string, args: readonly string[]): string | undefined {
  const { stdout, status } = run(program, args);
  if (status !== 0) return undefined;
  return notedVersion(join(folder, `${program}.version`)) ?? /\d+\.[\w.-]*/.exec(stdout)?.[0] ?? '';
}
