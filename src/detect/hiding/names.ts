import { baseName } from '../../base/base-name.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { programKind } from '../../image/program-files.ts';

/** Folders that anybody may write to, and that are empty when a machine starts. */
const THROWAWAY = /^(?:tmp|var\/tmp|dev|run|var\/run|var\/lock)\//;
/** Where distributions put programs; nothing in them begins with a dot. */
const SYSTEM =
  /^(?:(?:usr\/)?(?:local\/)?s?bin|(?:usr\/)?(?:lib|lib64|libexec)|usr\/games|etc|boot|sys|proc)\//;
/** Left behind by builds, and folders of tools that are meant to be hidden. */
const ORDINARY =
  /(?:^|\/)\.(?:cache|npm|gradle|m2|cargo|rustup|git|local|config|venv|bin|build-id|nvm|pyenv|rbenv|dotnet|nuget|yarn|pnpm[\w-]*|bun|deno|ivy2|sbt|vscode[\w-]*|wine|java|mozilla|pki|tox|nox|eggs|libs|mount_\w+|org\.[\w.]+|com\.[\w.]+)(?:\/|$)/;
/** Characters that no font shows, and a blank that looks like another. */
const INVISIBLE = /[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const KERNEL =
  /^\[[\w/:.+-]{2,32}\]?$|^(?:kworker|ksoftirqd|kthreadd|kswapd|khugepaged|kdevtmpfs|kintegrityd|kblockd|rcu_sched)[\w:.+-]{0,16}$/;

export type HiddenPlace = 'unseen' | 'kernel' | 'throwaway' | 'system';

/** How a program's place hides it; undefined for one that stands where programs stand. */
export function hiddenPlaceOf(entry: LayerEntry): HiddenPlace | undefined {
  const { path, content, mode } = entry;
  // What most files are, before their paths are gone through.
  if (content?.kind !== 'elf' && (mode & 0o111) === 0) return undefined;
  const kind = programKind(entry);
  if (kind !== 'program' && kind !== 'script') return undefined;
  if (path.split('/').some(isUnseen)) return 'unseen';
  if (KERNEL.test(baseName(path)) && kind === 'program') return 'kernel';
  const hidden = /(?:^|\/)\.[^./]/.test(path) && !ORDINARY.test(path);
  if (hidden && THROWAWAY.test(path)) return 'throwaway';
  return hidden && SYSTEM.test(path) && kind === 'program' ? 'system' : undefined;
}

/** A name of blanks and dots only, with blanks at an end, or with characters that are not seen. */
function isUnseen(name: string): boolean {
  if (name !== name.trim() || INVISIBLE.test(name)) return true;
  return name.length > 2 && /^[.\s]+$/.test(name);
}

/** Endings of what nobody runs. */
const MEDIA =
  /\.(?:jpe?g|png|gif|bmp|ico|webp|svg|tiff?|mp[34]|ogg|wav|avi|mkv|pdf|docx?|xlsx?|pptx?|ttf|otf|woff2?|eot)$/i;
const TEXTS = /\.(?:txt|log|md|css|html?|json|xml|ya?ml|csv|conf|cfg|ini|bak|tmp|pid|lock)$/i;

/** The false ending of a program's name. */
export function falseExtensionOf({ path, kind, content }: LayerEntry): string | undefined {
  if (kind !== 'file') return undefined;
  const ending = (pattern: RegExp): string | undefined => pattern.exec(path)?.[0];
  if (content?.kind === 'elf' && content.elf.type !== 'relocatable' && content.elf.type !== 'core')
    return ending(MEDIA) ?? ending(TEXTS);
  return content?.kind === 'script' ? ending(MEDIA) : undefined;
}
