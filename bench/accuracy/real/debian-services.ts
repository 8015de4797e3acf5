import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from '../../../demo/rootfs.ts';
import type { RealSource } from './real-image.ts';

/** Debian's packages of services as one would build images of them, and what such images start. */
const SERVICES: Readonly<Record<string, { readonly packages: string; readonly command: readonly string[] }>> =
  {
    nginx: { packages: 'nginx', command: ['nginx', '-g', 'daemon off;'] },
    'apache-phpmyadmin': {
      packages: 'apache2,libapache2-mod-php,phpmyadmin',
      command: ['apachectl', '-D', 'FOREGROUND'],
    },
    postgres: { packages: 'postgresql', command: ['pg_ctlcluster', '15', 'main', 'start', '--foreground'] },
    mariadb: { packages: 'mariadb-server', command: ['mariadbd', '--user=mysql'] },
    redis: { packages: 'redis-server,redis-tools,gosu', command: ['redis-server'] },
    supervised: {
      packages: 'supervisor,nginx-light,openssh-server,cron',
      command: ['supervisord', '-n', '-c', '/etc/supervisor/supervisord.conf'],
    },
    'redis-mosquitto': {
      packages: 'redis-server,mosquitto,supervisor',
      command: ['supervisord', '-n', '-c', '/etc/supervisor/supervisord.conf'],
    },
    tomcat: {
      packages: 'tomcat10,tomcat10-admin,tomcat10-examples',
      command: ['/usr/libexec/tomcat10/tomcat-start.sh'],
    },
    'ssh-toolbox': {
      packages: 'openssh-server,sudo,nmap,ncat,socat,tcpdump,git,curl,vim',
      command: ['/usr/sbin/sshd', '-D'],
    },
    jupyter: { packages: 'jupyter-notebook', command: ['jupyter', 'notebook', '--ip=127.0.0.1'] },
    systemd: { packages: 'systemd-sysv,cron,rsyslog,fail2ban,unattended-upgrades', command: ['/sbin/init'] },
  };

/** Images of Debian's services, built into a folder where they are not there yet. */
export function debianServices(folder: string): readonly RealSource[] {
  return Object.entries(SERVICES).map(([name, { packages, command }]) => ({
    kind: 'images of Debian’s services',
    key: `service:${name}`,
    size: statSync(join(folder, `${name}.tar`), { throwIfNoEntry: false })?.size ?? 0,
    load: () => ({
      name: `${name} (${packages})`,
      spec: {
        steps: [
          {
            createdBy: `RUN /bin/sh -c apt-get install -y ${packages} # buildkit`,
            tarBytes: rootOf(folder, name),
          },
        ],
        config: { Cmd: [...command], Env: [PATH] },
      },
    }),
  }));
}

/** mmdebstrap writes a tar, so that nothing of it can get at this machine's own files. */
function rootOf(folder: string, name: string): Buffer {
  const file = join(folder, `${name}.tar`);
  if (!existsSync(file)) {
    const { packages = '' } = SERVICES[name] ?? {};
    // mmdebstrap goes by the ending; half a file must not be taken for one.
    const part = join(folder, `part-${name}.tar`);
    execFileSync('mmdebstrap', ['--variant=minbase', `--include=${packages}`, 'bookworm', part], {
      stdio: 'pipe',
    });
    renameSync(part, file);
  }
  return readFileSync(file);
}
