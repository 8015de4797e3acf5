/** Places from which the system or a supervisor starts things by itself. */
const STARTED =
  /^etc\/(?:crontab|anacrontab|cron\.[a-z]+\/|crontabs\/|periodic\/|init\.d\/|rc\d?\.d\/|rc\.local$|local\.d\/|profile(?:\.d\/|$)|bash\.bashrc$|bashrc$|zsh\/|systemd\/|supervisor|supervisord|xinetd\.d\/|inetd\.conf$|inittab$|init\/|services\.d\/|cont-init\.d\/|s6-overlay\/|service\/|sv\/|my_init\.d\/|network\/if-(?:pre-)?(?:up|down)\.d\/|NetworkManager\/dispatcher\.d\/|udev\/rules\.d\/|ssh\/sshrc$|apt\/apt\.conf|logrotate\.d\/|runit\/|monit\/|update-motd\.d\/)|^var\/spool\/(?:cron|at)\/|^(?:usr\/)?lib\/(?:systemd|udev\/rules\.d)\/|(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_aliases|bash_logout|profile|zshrc|zprofile|zshenv|kshrc)$|(?:^|\/)supervisord?\.conf$|(?:^|\/)(?:site|dist)-packages\/(?:[^/]+\.pth|(?:site|user)customize\.py)$|^(?:usr\/(?:local\/)?lib|etc)\/python[\d.]*\/sitecustomize\.py$|^docker-entrypoint[^/]*\.d\/|(?:^|\/)Procfile$|^app\/\.profile\.d\//;

/** The same of login sessions, networks and package tools, and of hooks that they and kernels have. */
const HOOKS =
  /^etc\/(?:pam\.(?:d\/|conf$)|csh\.(?:cshrc|login|logout)$|fish\/(?:conf\.d\/)?[^/]+\.fish$|bash_completion\.d\/|X11\/(?:Xsession|xinit\/xinitrc)\.d\/|xdg\/autostart\/|networkd-dispatcher\/|ppp\/ip-(?:pre-)?(?:up|down)|dhcp(?:3|cd)?\/dhclient-(?:enter|exit)-hooks|dhcpcd\.(?:enter|exit)-hook|ca-certificates\/update\.d\/|kernel\/(?:post|pre)(?:inst|rm)\.d\/|modprobe\.d\/|sysctl\.(?:conf$|d\/)|acpi\/events\/|incron\.d\/|dnf\/plugins\/post-transaction-actions\.d\/|yum\/post-actions\/|pacman\.d\/hooks\/|cloud\/cloud\.cfg|kubernetes\/manifests\/|monitrc$|aliases$|ssh\/sshd?_config)|^var\/spool\/(?:incron|fcron)\/|^usr\/(?:lib\/NetworkManager\/dispatcher\.d|share\/(?:dbus-1\/(?:system-)?services|libalpm\/hooks))\/|(?:^|\/)\.(?:zlogin|zlogout|login|cshrc|tcshrc|xinitrc|xprofile|xsession|xsessionrc|monitrc|forward)$|(?:^|\/)\.ssh\/(?:rc|config|authorized_keys2?)$|(?:^|\/)\.config\/(?:autostart|fish|systemd\/user)\//;

/** What programs read before they do what they are asked: git, editors, debuggers, shells of languages. */
const READ_FIRST =
  /(?:^|\/)\.(?:gitconfig|g?vimrc|exrc|emacs|inputrc|tmux\.conf|screenrc|gdbinit|lldbinit|psqlrc|sqliterc|irbrc|pryrc|Rprofile|npmrc|wgetrc|mongo(?:sh)?rc\.js)$|(?:^|\/)\.git\/(?:config|hooks\/[\w-]+)$|^usr\/share\/git-core\/templates\/hooks\/[\w-]+$|^etc\/(?:gitconfig|inputrc|vim\/vimrc|gdb\/gdbinit|psqlrc|tmux\.conf|screenrc|wgetrc|npmrc|emacs\/site-start)|(?:^|\/)(?:Rprofile\.site|nvim\/init\.(?:vim|lua))$|(?:^|\/)\.(?:config\/git|aws)\/config$|(?:^|\/)\.cargo\/config(?:\.toml)?$|(?:^|\/)\.emacs\.d\/init\.el$|(?:^|\/)\.ipython\/profile_[^/]+\/startup\/|(?:^|\/)\.jupyter\/jupyter_\w+_config\.py$|(?:^|\/)init\.groovy(?:\.d\/[^/]+\.groovy)?$/;

export function isStartedPlace(path: string): boolean {
  return STARTED.test(path) || HOOKS.test(path) || READ_FIRST.test(path);
}

/** Settings of a program that nothing here starts: whoever calls it starts what they say. */
export function isReadFirst(path: string): boolean {
  return READ_FIRST.test(path);
}
