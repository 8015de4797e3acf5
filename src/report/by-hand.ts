import type { Assessment } from '../assess/assessment.ts';
import { type Digest, digestAlgorithm, digestHex } from '../base/digest.ts';
import type { Evidence } from '../detect/finding.ts';
import { NESTED_MARK, outermost } from '../image/nested-facts.ts';
import { isConfigPath } from './places.ts';

/** A command for a POSIX shell as its words: kept apart so that it can be broken between them. */
export type Command = readonly string[];

const CONFIG_FIELD: Readonly<Record<string, string>> = {
  ENTRYPOINT: 'Entrypoint',
  CMD: 'Cmd',
  ENV: 'Env',
  HEALTHCHECK: 'Healthcheck',
  ONBUILD: 'OnBuild',
  LABEL: 'Labels',
};

/**
 * Copies the image into the folder `image`, one file a layer; nothing in it is unpacked or run. Undefined for
 * an OCI layout in a folder, whose layers lie there as files already, and where skopeo cannot read from.
 */
export function copyCommand({ image }: Assessment): Command | undefined {
  const source = skopeoSource(image);
  if (layoutFolder(image) !== undefined || source === undefined) return undefined;
  const { os, architecture } = image.platform;
  const platform =
    image.indexDigest === undefined
      ? []
      : ['--override-os', os, '--override-arch', architecture].map(shellQuote);
  return ['skopeo', ...platform, 'copy', shellQuote(source), 'dir:image'];
}

/** Shows what the evidence shows, out of that folder or layout; undefined where no command does. */
export function lookCommand(evidence: Evidence, { image, layers }: Assessment): Command | undefined {
  const { path, layer, line, offset } = evidence;
  const folder = layoutFolder(image);
  const bare = barePath(image);
  if (folder === undefined && bare === undefined && skopeoSource(image) === undefined) return undefined;
  if (isConfigPath(path)) {
    const field = CONFIG_FIELD[path];
    return configCommand(field === undefined ? '.history' : `.config.${field}`, image, folder);
  }
  const digest = layer === undefined ? undefined : layers[layer]?.digest;
  if (digest === undefined) return undefined;
  const blob =
    bare !== undefined
      ? shellQuote(bare)
      : folder === undefined
        ? `image/${digestHex(digest).slice(0, 12)}*`
        : blobIn(folder, digest);
  const outer = outermost(path).replace(/^\/+/, '');
  if (outer === '') return image.bare === 'folder' ? ['ls', '-la', blob] : ['sha256sum', blob];
  const file =
    image.bare === 'folder'
      ? ['cat', shellQuote(`${bare}/${outer}`)]
      : ['tar', '-xOf', blob, ...(outer.startsWith('-') ? ['--'] : []), shellQuote(outer)];
  if (outer.length < path.length - 1 && path.includes(NESTED_MARK)) return [...file, '>', 'outer'];
  if (line !== undefined) return [...file, '|', 'sed', '-n', `${line}p`];
  if (offset === undefined) return [...file, '|', 'less'];
  return [...file, '|', 'tail', '-c', `+${offset + 1}`, '|', 'head', '-c', '240', '|', 'strings'];
}

function configCommand(field: string, image: Assessment['image'], folder: string | undefined): Command {
  if (folder === undefined) return ['skopeo', 'inspect', '--config', 'dir:image', '|', 'jq', field];
  const blobs = shellQuote(`${folder}/blobs/`);
  const digest = String.raw`'.config.digest|sub(":";"/")'`;
  return ['jq', field, `${blobs}$(jq`, '-r', digest, `${blobIn(folder, image.digest)})`];
}

/** Where a plain root file system lies, when it is a file or folder that stays. */
function barePath({ reference, bare }: Assessment['image']): string | undefined {
  if (bare === undefined || reference === 'stdin') return undefined;
  const path = reference.replace(/^(?:rootfs|dir):/, '');
  return path.startsWith('-') ? `./${path}` : path;
}

function blobIn(folder: string, digest: Digest): string {
  return `${shellQuote(`${folder}/blobs/${digestAlgorithm(digest)}/${digestHex(digest).slice(0, 12)}`)}*`;
}

/** Where the reference is an OCI layout in a folder, that folder (up to the colon before the name in it). */
function layoutFolder({ reference, hasManifest }: Assessment['image']): string | undefined {
  const [, scheme, folder] = /^(oci:)?([^:]+)/.exec(reference) ?? [];
  if (!hasManifest || folder === undefined || ARCHIVE.test(folder)) return undefined;
  return scheme !== undefined || /^(?:\/|\.\.?\/)/.test(folder) ? folder.replace(/\/+$/, '') : undefined;
}

const ARCHIVE = /\.(?:tar|tgz|tar\.gz)$/;

/** The image as skopeo names it (containers-transports(5)); undefined where skopeo cannot read from. */
function skopeoSource({ reference, hasManifest, bare }: Assessment['image']): string | undefined {
  if (bare || /^(?:stdin|containerd)(?::|$)/.test(reference)) return undefined;
  if (/^(?:oci|oci-archive|docker-archive|docker-daemon|dir):/.test(reference)) return reference;
  if (reference.startsWith('docker-dir:')) return reference.slice('docker-'.length);
  if (reference.startsWith('podman:')) return `containers-storage:${reference.slice('podman:'.length)}`;
  if (reference.startsWith('registry:')) return `docker://${reference.slice('registry:'.length)}`;
  if (!/^(?:\/|\.\.?\/)/.test(reference)) return `docker://${reference}`;
  return hasManifest ? `oci-archive:${reference}` : `docker-archive:${reference}`;
}

/**
 * A word for a POSIX shell that it takes as it is; what could not be printed safely is written in `$'…'`
 * (bash, zsh, and POSIX since 2024), byte by byte.
 */
export function shellQuote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const bytes = Array.from(Buffer.from(text.toWellFormed()), (byte) => {
    const char = String.fromCharCode(byte);
    return /^[\w@%+=:,./ -]$/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${bytes.join('')}'`;
}

/**
 * The command on lines of at most `width` columns: broken after a pipe if it can be, else between words, each
 * line but the last ending so that the shell reads on. A word longer than a line is not broken, because what
 * is copied must work: such a command is left out (undefined).
 */
export function breakCommand(command: Command, width: number): readonly string[] | undefined {
  const whole = command.join(' ');
  if (whole.length <= width) return [whole];
  const lines: string[] = [];
  let line = '';
  for (const [i, word] of command.entries()) {
    if (word.length > width - 2) return undefined;
    const stage = command.slice(i, nextPipe(command, i) + 1).join(' ');
    const fits = line.length + 1 + word.length <= width - 2;
    const newStage = command[i - 1] === '|' && line.length + 1 + stage.length > width - 2;
    if (line !== '' && (newStage || !fits)) {
      lines.push(line.endsWith('|') ? line : `${line} \\`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function nextPipe(command: Command, from: number): number {
  const pipe = command.indexOf('|', from);
  return pipe === -1 ? command.length : pipe;
}
