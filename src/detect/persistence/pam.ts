import { baseName } from '../../base/base-name.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip, lines } from '../text/lines.ts';
import { type AnyView, findingOf, isHiddenPath, nodesStanding } from './finding-of.ts';

/** `type control module arguments` of pam.conf(5), the control also as `[…]`. */
const LINE =
  /^\s*-?(auth|account|session|password)\s+(\[[^\]\n]{1,200}\]|\w{1,20})\s+(\S{1,300})\s*(.{0,500})$/;
const DOORS =
  /^(?:sshd|dropbear|login|remote|su|su-l|sudo|sudo-i|common-auth|system-auth|password-auth|base-auth|system-login|vsftpd|cockpit|xrdp-sesman)$/;
const MODULE = /^(?:usr\/)?(?:local\/)?lib(?:64)?\/(?:[\w-]{1,40}\/)?security\/pam_[\w-]{1,60}\.so$/;

/** PAM settings and modules that open the door, or tell what is typed at it. */
export function pamFindings(view: AnyView): readonly Finding[] {
  const found: { evidence: Evidence; why: string; high: boolean }[] = [];
  const used = new Set<string>();
  for (const name of view.tree.children('etc/pam.d')) {
    const path = `etc/pam.d/${baseName(name)}`;
    const node = view.tree.get(path);
    const text = view.text(path);
    if (node === undefined || text === undefined) continue;
    const service = path.slice('etc/pam.d/'.length);
    const auth: { module: string; evidence: Evidence; control: string }[] = [];
    let includes = false;
    for (const { text: line, number } of lines(text)) {
      if (/^\s*@include|\b(?:include|substack)\b/.test(line)) includes = true;
      const match = LINE.exec(line);
      if (match === null) continue;
      const [, type, control = '', module = '', args = ''] = match;
      const base = baseName(module);
      const evidence: Evidence = {
        path: `/${path}`,
        layer: node.contentLayer,
        line: number,
        excerpt: clip(line.trim()),
      };
      used.add(base);
      if (type === 'auth') auth.push({ module: base, control, evidence });
      if (base === 'pam_exec.so' && /\bexpose_authtok\b/.test(args)) {
        found.push({
          evidence,
          why: `/${path} hands every password that is typed to ${lastWord(args)}`,
          high: true,
        });
      } else if (base === 'pam_exec.so' && isHiddenPath(lastWord(args))) {
        found.push({ evidence, why: `/${path} runs ${lastWord(args)} at every login`, high: true });
      } else if (isHiddenPath(module) && module.startsWith('/')) {
        found.push({ evidence, why: `/${path} uses the hidden module ${module}`, high: true });
      }
    }
    if (!DOORS.test(service)) continue;
    const open = auth.find(
      ({ module, control }, index) =>
        module === 'pam_permit.so' &&
        (control === 'sufficient' || /success=(?:done|ok)|default=(?:done|ok)/.test(control)) &&
        !auth.slice(0, index).some((before) => before.module === 'pam_deny.so'),
    );
    const only =
      !includes && auth.length > 0 && auth.every(({ module }) => module === 'pam_permit.so')
        ? auth[0]
        : undefined;
    const seen = open ?? only;
    if (seen !== undefined)
      found.push({
        evidence: seen.evidence,
        why: `/${path} accepts any password for ${service}`,
        high: true,
      });
  }
  for (const { path, entry, contentLayer } of nodesStanding(view, ['changed', 'unlisted'], MODULE)) {
    if (entry.kind !== 'file') continue;
    const standing = view.standing(path);
    const name = baseName(path);
    if (standing === 'unlisted' && !used.has(name)) continue;
    const says =
      standing === 'changed'
        ? 'is not as its package made it'
        : 'is used at logins, and no package accounts for it';
    const evidence: Evidence = {
      path: `/${path}`,
      layer: contentLayer,
      excerpt: `sha256 ${entry.sha256 ?? ''}`,
    };
    found.push({ evidence, why: `/${path} ${says}`, high: standing === 'changed' && name === 'pam_unix.so' });
  }
  const first = found.find(({ high }) => high) ?? found[0];
  return findingOf('pam', {
    severity: first?.high === true ? 'high' : 'medium',
    why: `${first?.why}.`,
    fix: "Take the line or the module out, or bring the package's own back.",
    evidence: found.map(({ evidence }) => evidence).slice(0, 50),
  });
}

function lastWord(args: string): string {
  return (
    args
      .trim()
      .split(/\s+/)
      .find((word) => word.startsWith('/')) ?? args.trim()
  );
}
