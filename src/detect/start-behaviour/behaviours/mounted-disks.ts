import { isOrWraps, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

const DISK = /^\/dev\/(?:sd[a-z]\d*|vd[a-z]\d*|xvd[a-z]\d*|nvme\d+n\d+(?:p\d+)?|mapper\/\S{1,100}|dm-\d+)$/;
/** The folder that the script is in, as it writes it: of a command's words it is taken off already. */
const OWN_FOLDER = /^\$(?:\(pwd\)|\{?PWD\}?)\//;
/** What of a path counts: its length, and folders that it lies in. */
const MAX_PATH = 1024;
const MAX_PARTS = 40;

/**
 * `mount /dev/sda1 /mnt; chroot /mnt`. A mount alone is what volumes are for.
 *
 * @returns by the index of the mount; each command is looked at once, from the last one up
 */
export function mountedDisks(commands: readonly ScriptCommand[]): ReadonlyMap<number, readonly Sign[]> {
  const signs = new Map<number, readonly Sign[]>();
  const worked = new Set<string>();
  let text: string | undefined;
  for (let index = commands.length - 1; index >= 0; index--) {
    const entry = commands[index];
    if (entry === undefined) continue;
    const mounted = mountIn(entry);
    if (mounted !== undefined && worked.has(mounted.folder)) {
      signs.set(index, [
        signOf(entry, 'strong', `mounts the disk ${mounted.disk} of the host and works in it`),
      ]);
    }
    const { writesTo } = entry.pipeline;
    if (writesTo !== undefined) addFolders(writesTo, worked);
    if (!isOrWraps(entry, 'chroot')) continue;
    for (const arg of entry.args) addPath(arg, worked);
    // All commands of a pipeline have its text.
    if (entry.pipeline.text === text) continue;
    text = entry.pipeline.text;
    for (const word of wordsOf(text)) addPath(word.replace(OWN_FOLDER, ''), worked);
  }
  return signs;
}

function mountIn({
  command,
  args,
}: ScriptCommand): { readonly disk: string; readonly folder: string } | undefined {
  if (command.name !== 'mount') return undefined;
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const at = operands.findIndex((arg) => DISK.test(arg));
  const [disk, folder] = at < 0 ? [] : operands.slice(at);
  if (disk === undefined || folder === undefined || folder.length < 2) return undefined;
  return { disk, folder: plain(folder) };
}

/** Words as they stand, what is in quotes as a whole too. */
function* wordsOf(text: string): Generator<string> {
  for (const [quoted] of text.matchAll(/"[^"]*"|'[^']*'/g)) yield quoted.slice(1, -1);
  yield* text.split(/[\s'"]+/);
  yield* text.split(/[\s'"`;|&()<>=]+/);
}

/** Adds a path and the folders that it lies in. */
function addPath(path: string, paths: Set<string>): void {
  addFolders(path, paths);
  if (path.length <= MAX_PATH) paths.add(plain(path));
}

/** Adds the folders that a path lies in. */
function addFolders(path: string, folders: Set<string>): void {
  if (path.length > MAX_PATH) return;
  const whole = plain(path);
  let at = whole.indexOf('/', 1);
  for (let parts = 0; at > 0 && parts < MAX_PARTS; parts++) {
    folders.add(whole.slice(0, at));
    at = whole.indexOf('/', at + 1);
  }
}

function plain(path: string): string {
  const from = path.startsWith('./') ? 2 : 0;
  return path.slice(from, path.length > from + 1 && path.endsWith('/') ? -1 : undefined);
}
