import { describe, expect, it } from 'vitest';
import type { Content } from '../../image/layer-facts.ts';
import { isBulkModule, isBulkText, isTextToFollow, isTextToKeep, mostTextBytes } from './keep-text.ts';

const TEXT: Content = { kind: 'text', encoding: 'utf-8' };
const SCRIPT: Content = { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8' };
const PYTHON: Content = { kind: 'script', interpreter: '/usr/bin/python3', encoding: 'utf-8' };
const keeps = (path: string, mode = 0o644, content: Content = TEXT): boolean =>
  isTextToKeep({ path, mode, content });

describe('isTextToKeep', () => {
  it.each([
    // What starts.
    'docker-entrypoint.sh',
    'docker-entrypoint.d/10-listen',
    'entrypoint',
    'run',
    'app/run',
    'app/docs/start',
    'code/boot',
    'etc/cron.d/x',
    'etc/crontab',
    'var/spool/cron/crontabs/root',
    'etc/rc.local',
    'etc/profile.d/x.sh',
    'etc/X11/Xsession.d/90x',
    'etc/vim/vimrc',
    'etc/init.d/ssh',
    'etc/supervisor/conf.d/a.conf',
    'etc/services.d/app/run',
    'etc/s6-overlay/s6-rc.d/app/type',
    'usr/lib/systemd/system/x.service',
    'lib/systemd/system/x.service',
    'usr/lib/udev/rules.d/99-x.rules',
    'usr/share/javascript/start.sh',
    'usr/share/postgresql-common/init.d-functions',
    'usr/share/bacula-common/common-functions.init',
    'usr/share/ldapscripts/runtime.debian',
    'usr/share/shorewall/lib.cli',
    'app/node_modules/forever/bin/monitor',
    // What configures.
    'etc/nginx/nginx.conf',
    'etc/ssh/sshd_config',
    'etc/sudoers.d/x',
    'etc/passwd',
    'etc/shadow',
    'etc/ld.so.preload',
    'usr/local/tomcat/conf/tomcat-users.xml',
    'opt/x/config.json',
    'usr/lib/os-release',
    'var/lib/dpkg/status',
    'lib/apk/db/installed',
    'data/settings',
    'usr/share/x/my.Dockerfile.old',
    'tmp/.x/cfg',
    'usr/share/.hidden/.env.production',
    // Secrets.
    'root/.ssh/authorized_keys',
    'home/user/.ssh/id_rsa',
    'var/lib/jenkins/.ssh/config',
    'usr/share/x/.aws/credentials',
    'root/.docker/config.json',
    'root/.bash_history',
    // Web roots: browser miners and web shells.
    'usr/share/nginx/html/index.html',
    'usr/share/nginx/html/docs/a.svg',
    'var/www/html/x.php',
    'var/www/html/vendor/info/y.php',
    'var/www/html/.htaccess',
    'srv/x.jsp',
    'usr/local/tomcat/webapps/docs/x.jsp',
    'usr/local/apache2/htdocs/info/x',
    // Folders that only begin like those of packages.
    'usr/share/docker/x.json',
    'usr/share/nodejs-app/server.js',
    'opt/nodejs/server.js',
    'usr/share/nodejs/start.sh',
    'usr/share/fish/vendor_conf.d/x.fish',
    'usr/share/manager/x.conf',
  ])('keeps %s', (path) => {
    expect(keeps(path)).toBe(true);
  });

  it.each([
    'usr/share/doc/x/README',
    'usr/share/doc/x/examples/config.json',
    'usr/share/man/man1/ls.1',
    'usr/share/locale/de/x.txt',
    'usr/share/perl/5.36.0/strict.pm',
    'usr/share/nodejs/webpack/lib/index.js',
    'usr/share/go-1.19/src/fmt/print.go',
    'usr/share/rubygems-integration/all/gems/rails-6.1/x.rb',
    'usr/lib/x86_64-linux-gnu/rubygems-integration/3.1.0/gems/grpc-1.51/x.rb',
    'usr/share/vim/vim90/syntax/c.vim',
    'usr/share/fish/completions/git.fish',
    'usr/share/zoneinfo/tzdata.zi',
    'usr/share/zoneinfo/zone.tab',
    'app/node_modules/left-pad/index.js',
    'app/node_modules/x/bin/README.md',
    'app/node_modules/x/monitor',
    'usr/lib/node_modules/npm/package.json',
    'usr/lib/python3/dist-packages/apt/__init__.py',
    'usr/lib/python3.11/os.py',
    'usr/local/lib/python3.12/site-packages/pip/x.py',
    'usr/local/lib/python3.12/json/decoder.py',
    'usr/lib/x86_64-linux-gnu/perl-base/strict.pm',
    'usr/local/include/x.h',
    'usr/include/stdio.h',
    'usr/local/go/src/fmt/print.go',
    'go/pkg/mod/github.com/x/y.go',
    'var/lib/dpkg/info/x.list',
    'var/cache/debconf/config.dat',
  ])('leaves %s out', (path) => {
    expect(keeps(path)).toBe(false);
  });

  it('keeps what can be run, wherever distributions put it', () => {
    expect(keeps('usr/lib/x/helper', 0o755)).toBe(true);
    expect(keeps('usr/lib/x/helper.dat', 0o755)).toBe(true);
    expect(keeps('usr/lib/x/helper.dat', 0o644)).toBe(false);
    expect(keeps('usr/share/doc/x/run-me', 0o644, SCRIPT)).toBe(true);
    // Images built on Windows have it on every file.
    expect(keeps('app/node_modules/left-pad/index.js', 0o755)).toBe(false);
  });

  it('keeps nothing but texts', () => {
    for (const content of [
      { kind: 'empty' },
      { kind: 'data' },
      { kind: 'archive', format: 'zip' },
    ] as const) {
      expect(keeps('etc/x.conf', 0o755, content)).toBe(false);
    }
  });
});

describe('isTextToFollow', () => {
  it('is about what the system or a shell acts on', () => {
    expect(isTextToFollow('opt/x', SCRIPT)).toBe(true);
    expect(isTextToFollow('opt/x.py', PYTHON)).toBe(false);
    expect(isTextToFollow('root/.ssh/authorized_keys', TEXT)).toBe(true);
    expect(isTextToFollow('etc/cron.d/x', TEXT)).toBe(true);
    expect(isTextToFollow('opt/data.json', TEXT)).toBe(false);
  });
});

describe('isBulkModule', () => {
  const isBulk = (path: string, mode: number, content: Content): boolean =>
    isBulkModule({ path, mode, content });
  it('is a script among libraries that nobody starts by its name', () => {
    expect(isBulk('usr/lib/python3/dist-packages/ansible/modules/ping.py', 0o644, PYTHON)).toBe(true);
  });
  it.each<[string, number, Content]>([
    ['usr/lib/python3/dist-packages/x/tool.py', 0o755, PYTHON],
    ['usr/lib/python3/dist-packages/x/start', 0o644, SCRIPT],
    ['usr/lib/python3/dist-packages/x/start.sh', 0o644, PYTHON],
    ['usr/lib/python3/dist-packages/x/a.py', 0o644, TEXT],
    ['opt/app/main.py', 0o644, PYTHON],
  ])('not %s', (path, mode, content) => {
    expect(isBulk(path, mode, content)).toBe(false);
  });
});

describe('isBulkText', () => {
  it.each([
    'var/www/html/extensions/a/i18n/api/pt-br.json',
    'usr/src/nextcloud/apps/files/l10n/zh_Hant_HK.json',
    'app/_locales/en_US/messages.json',
    'app/dist/main.js.map',
    'app/a.css',
    'app/types/a.d.ts',
  ])('holds for %s', (path) => {
    expect(isBulkText({ path, mode: 0o644, content: TEXT })).toBe(true);
    expect(isBulkText({ path, mode: 0o755, content: TEXT })).toBe(false);
  });

  it.each([
    'app/i18n/config.json',
    'app/i18n/de.php',
    'app/i18n/de.js',
    'app/de.json',
    'etc/app/i18n/de.json',
    'app/a.ts',
    'app/map',
  ])('does not for %s', (path) => {
    expect(isBulkText({ path, mode: 0o644, content: TEXT })).toBe(false);
  });
});

describe('mostTextBytes', () => {
  it('is more for the questions that a package of Debian asks, which can be long', () => {
    const limits = { maxTextBytes: 100 };
    expect(mostTextBytes('var/lib/dpkg/info/keyboard-configuration.config', limits)).toBe(400);
    expect(mostTextBytes('var/lib/dpkg/info/a.postinst', limits)).toBe(100);
    expect(mostTextBytes('opt/var/lib/dpkg/info/a.config', limits)).toBe(100);
    expect(mostTextBytes('app/dist/index.js', limits)).toBe(400);
    expect(mostTextBytes('app/node_modules/x/index.js', limits)).toBe(100);
    expect(mostTextBytes('usr/local/lib/node_modules/drizzle-kit/bin.cjs', limits)).toBe(400);
    expect(mostTextBytes('app/node_modules/@x/y/dist/cli.mjs', limits)).toBe(400);
    expect(mostTextBytes('app/node_modules/x/src/deep/bin.js', limits)).toBe(100);
    expect(mostTextBytes('usr/share/x/index.js', limits)).toBe(100);
  });
});

describe('among libraries', () => {
  it('keeps what is executable and has no ending: what a package names as its program', () => {
    expect(keeps('app/node_modules/tool/tool', 0o755)).toBe(true);
    expect(keeps('app/node_modules/tool/tool')).toBe(false);
    expect(keeps('app/node_modules/tool/LICENSE', 0o755)).toBe(false);
  });
});
