import { isReadFirst } from '../../../image/started-places.ts';

/** What reads a place by itself, as a sentence names it. */
export function placeName(path: string): string {
  if (/^var\/spool\/(?:cron\/)?at/.test(path)) return 'at';
  if (/cron|periodic/.test(path)) return 'cron';
  if (/(?:\.pth|customize\.py)$/.test(path)) return 'every Python program';
  if (/apt\.conf/.test(path)) return 'apt';
  if (/logrotate/.test(path)) return 'logrotate';
  if (/udev/.test(path)) return 'udev';
  if (/\/sshrc$|sshd_config|\.ssh\/(?:rc|authorized_keys)/.test(path)) return 'sshd';
  if (/(?:ssh_config|\.ssh\/config)/.test(path)) return 'ssh';
  if (/\.git(?:config$|\/)|git-core|git\/config$|etc\/gitconfig$/.test(path)) return 'git';
  if (path.startsWith('etc/pam.')) return 'every login';
  if (isReadFirst(path)) return 'the program whose settings they are';
  if (/systemd/.test(path)) return 'systemd';
  if (/supervisor/.test(path)) return 'supervisord';
  if (/profile|rc$|aliases|login|zsh/.test(path)) return 'every login shell';
  return 'the init system';
}
