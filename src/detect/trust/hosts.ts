import { lines } from '../text/lines.ts';
import type { LookedAt } from '../text/looked-at.ts';

export interface MovedHost {
  readonly name: string;
  readonly address: string;
  readonly line: number;
  readonly excerpt: string;
}

/** Where packages, images and updates come from. */
const WELL_KNOWN =
  /^(?:(?:deb|security|ftp|archive|snapshot)\.debian\.org|(?:archive|security|ports)\.ubuntu\.com|dl-cdn\.alpinelinux\.org|(?:files\.)?pythonhosted\.org|files\.pythonhosted\.org|pypi\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|rubygems\.org|(?:raw\.githubusercontent|github|api\.github|codeload\.github|objects\.githubusercontent)\.com|(?:registry-1|index|auth|hub)\.docker\.(?:io|com)|docker\.io|(?:ghcr|quay|gcr)\.io|registry\.k8s\.io|proxy\.golang\.org|sum\.golang\.org|crates\.io|static\.crates\.io|repo1?\.maven\.(?:org|apache\.org)|get\.docker\.com|packages\.microsoft\.com|mirror(?:list)?\.centos\.org|deb\.nodesource\.com)$/i;
const LINE = /^\s*([\da-f.:]{3,45})\s+([^#\n]{1,500})/i;

/** Lines of hosts(5), in the file or written to it, that move a well-known name. */
export function movedHosts({ path, units }: LookedAt): readonly MovedHost[] {
  return units.flatMap(({ text, line, target }) => {
    if ((target ?? (line === undefined ? path : '')).replace(/^\/+/, '') !== 'etc/hosts') return [];
    const found: MovedHost[] = [];
    for (const one of lines(text)) {
      const match = LINE.exec(one.text);
      const name = match?.[2]?.split(/\s+/).find((word) => WELL_KNOWN.test(word));
      if (match === null || name === undefined || found.length >= 20) continue;
      found.push({ name, address: match[1] ?? '', line: line ?? one.number, excerpt: one.text.trim() });
    }
    return found;
  });
}
