import type { ImageView } from '../detector.ts';
import type { Evidence } from '../finding.ts';
import { clip } from '../text/lines.ts';

/** Evidence in a file of the merged tree. */
export function evidenceAt(view: ImageView, path: string, line: number, excerpt: string): Evidence {
  const layer = view.tree.get(path)?.contentLayer;
  return { path: `/${path}`, ...(layer !== undefined && { layer }), line, excerpt: clip(excerpt) };
}

/** How an SSH server figures in the image, as the end of a sentence. */
export function sshServer(view: ImageView): 'starts' | 'present' | 'absent' {
  const servers = [
    'usr/sbin/sshd',
    'sbin/sshd',
    'usr/local/sbin/sshd',
    'usr/sbin/dropbear',
    'usr/bin/dropbear',
  ];
  if (servers.some((path) => view.runsAtStart(path))) return 'starts';
  const spoken = view.configTexts.some(
    ({ path, text }) =>
      (path === 'ENTRYPOINT' || path === 'CMD') && /\b(?:sshd|dropbear|ssh start|ssh restart)\b/.test(text),
  );
  if (spoken) return 'starts';
  return servers.some((path) => view.tree.get(path) !== undefined) ? 'present' : 'absent';
}
