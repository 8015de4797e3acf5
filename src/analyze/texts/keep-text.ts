import { baseName } from '../../base/base-name.ts';
import type { Limits } from '../../base/limits.ts';
import type { Content } from '../../image/layer-facts.ts';

/**
 * Folders of libraries and documentation: thousands of texts, none of them run or read at start by itself. Only
 * where packages put them: a folder that is merely called `docs` may hold anything.
 */
const SHARED = [
  'doc|doc-base|gtk-doc|help|man|info|locale|i18n|unicode|licenses|common-licenses|lintian|zoneinfo|tabset',
  'icons|fonts|mime|X11|terminfo|consolefonts|consoletrans|keymaps|GConf|glib|gir|vala|gtk|bash-completion',
  'vim|emacs|nano|zsh|fish|pkgconfig|cmake|aclocal|autoconf|automake|swig|tcltk|javascript|php',
  'perl5?|ruby|gems|rubygems[\\w-]{0,64}|nodejs|node_modules|go',
].join('|');
const LIBRARIES = [
  'python|perl5?|perl-base|ruby|gems|gcc|go|jvm|tcltk|tcl|R|erlang|ocaml|ghc|rustlib|llvm',
  'pkgconfig|cmake|locale|nodejs|rubygems-integration',
].join('|');
const VERSION = '-?[\\d.]*';
const BULK = new RegExp(
  [
    '(?:^|/)(?:node_modules|site-packages|dist-packages|__pycache__)/',
    `^usr/(?:local/)?share/(?:${SHARED})${VERSION}/`,
    `^(?:usr/)?(?:local/)?lib(?:64)?/(?:[\\w-]{1,40}-linux-[\\w-]{1,40}/)?(?:${LIBRARIES})${VERSION}/`,
    '^usr/(?:(?:local/)?include|src)/',
    '^usr/local/(?:go/(?:src|test|doc|api|misc)|bundle|rustup|cargo/registry)/',
    '^(?:root|home/[^/]+)/(?:go/pkg/mod|\\.m2/repository|\\.cargo/registry|\\.rustup|\\.gem|\\.cache)/',
    '^go/(?:pkg/mod|src)/',
    '^var/(?:lib/(?:gems|apt/lists|dpkg/info)|cache)/',
    '^(?:nix|gnu)/store/[^/]+/(?:share|include|lib)/',
  ].join('|'),
);

/** Inside of those: what a shell runs is kept wherever it lies. */
const SHELL_EXTENSION = /\.(?:sh|bash|zsh|ksh|ash)$|\/vendor_conf\.d\/[^/]{1,200}\.fish$/i;

/** A program by its place alone, without an ending or a first line that says so: what another one hands to its interpreter. */
const PROGRAM_OF_LIBRARY = /\/bin\/[^/.]{1,100}$/;
/** The same wherever it is executable, as installers make what a package names as its program; `LICENSE` is none. */
const EXECUTABLE_OF_LIBRARY = /\/(?![A-Z_-]{1,100}$)[^/.]{1,100}$/;

/** Text formats in which programs are told what to do. */
const CONFIG_EXTENSION =
  /\.(?:sh|bash|zsh|ksh|ash|conf|cfg|cnf|ini|config|json|jsonc|json5|yaml|yml|toml|xml|properties|env|service|socket|timer|path|target|desktop|rules|cron|crontab|list|sources|py|pyw|js|mjs|cjs|ts|pl|pm|rb|php\d?|phtml|phar|lua|jsp|jspx|jspf|asp|aspx|groovy|gradle|sql|html|htm|xhtml|svg|txt|pub|pem|key|cer|crt|reg|ps1|bat|cmd|vbs|awk|tcl|go|c|h|cc|cpp|rs|java|cs|mk|ovpn|netrc|pgpass|repo|template|tmpl|tpl|j2|inc|in|default|sample|example|log|csv|md|init|functions|funcs?|shlib|subr|debian|ubuntu|redhat|suse)$/i;

/** Functions of a program that is many shell scripts, as Shorewall's `lib.cli`. */
const SHELL_LIBRARY = /(?:^|\/)lib\.[A-Za-z][\w-]{0,40}$/;

/** Where distributions put their own files; there only what has a known form is kept, elsewhere any text. */
const DISTRIBUTION =
  /^(?:usr\/(?!local\/)|usr\/local\/(?:share|lib)\/|lib\/|lib32\/|lib64\/|libx32\/|bin\/|sbin\/|var\/(?:lib|cache|log)\/|boot\/|nix\/store\/|gnu\/store\/)/;

/** Places within those that the system reads by itself, whatever the files are called. */
const READ_BY_SYSTEM =
  /^(?:(?:usr\/)?lib\/(?:systemd|udev|sysctl\.d|modprobe\.d|tmpfiles\.d|sysusers\.d|cron|init)\/|var\/lib\/(?:cloud|systemd|dpkg\/(?:status|status\.d|diversions|statoverride)|misc)|lib\/apk\/|usr\/(?:local\/)?share\/(?:nginx|httpd|apache2|caddy)\/)/;

/** Known names without extension, or with one that says nothing. */
const KNOWN_NAME =
  /^(?:authorized_keys2?|known_hosts|id_(?:rsa|dsa|ecdsa|ed25519)|\.[\w.-]{1,64}rc|\.(?:profile|bash_\w+|env|netrc|pgpass|npmrc|gitconfig|git-credentials|htaccess|htpasswd|user\.ini)|\.env\.[\w.-]{1,64}|Makefile|Procfile|Rprofile\.site|Jenkinsfile|crontab|passwd|shadow|group|sudoers|hosts|resolv\.conf|sshd_config|ld\.so\.preload|os-release|run|finish|up|down|type|entrypoint.*|(?:site|user)customize\.py|[\w.+-]{1,64}\.pth)$/s;

const DOCKERFILE = /[Dd]ockerfile/;

/** Folders that hold keys and the like of a program or a person, in any home. */
const KNOWN_FOLDER = /(?:^|\/)\.(?:ssh|aws|azure|docker|kube|gnupg|config|cron)\//;

/** Texts that the system or a shell acts on: where one is too large to be kept, something is missing. */
const FOLLOWED =
  /^(?:etc|var\/spool\/cron|(?:usr\/)?lib\/systemd|docker-entrypoint[^/]*)\/|(?:^|\/)(?:authorized_keys2?|\.(?:profile|bash_\w+|bashrc|zshrc))$|^(?:etc\/)?(?:passwd|shadow|crontab)$/;

/** What debconf runs when a package is configured; keyboard-configuration's is of two megabytes, most of them names. */
const RUN_BY_DEBCONF = /^var\/lib\/dpkg\/info\/[^/]+\.config$/;
/** Programs put into one file with all of their libraries (esbuild, ncc, webpack) are of some megabytes. */
const BUNDLE = /\.[cm]?js$/;
/** The same of a package of npm's, whose program it is by its place: drizzle-kit's bin.cjs. */
const PACKAGE_PROGRAM =
  /(?:^|\/)node_modules\/(?:@[^/]{1,100}\/)?[^/]{1,100}\/(?:bin\/[^/]{1,100}|(?:(?:build|dist|lib)\/)?(?:bin|cli))\.[cm]?js$/;
const LONG_FACTOR = 4;

const SHELL = /\b(?:ba|da|a|k|z|mk)?sh\b/;

/** How large a text may be to be kept whole. */
export function mostTextBytes(path: string, { maxTextBytes }: Pick<Limits, 'maxTextBytes'>): number {
  return RUN_BY_DEBCONF.test(path) || isOwnProgram(path) ? maxTextBytes * LONG_FACTOR : maxTextBytes;
}

function isOwnProgram(path: string): boolean {
  return BUNDLE.test(path) && (PACKAGE_PROGRAM.test(path) || (!BULK.test(path) && !DISTRIBUTION.test(path)));
}

export interface TextFile {
  readonly path: string;
  readonly mode: number;
  readonly content: Content;
}

/**
 * Whether a text is kept whole for later steps: whatever can be run or configures something. Everything else
 * was searched by the byte pass, and is kept for a detector only where its triggers occur in it.
 */
export function isTextToKeep({ path, mode, content }: TextFile): boolean {
  if (content.kind === 'script') return true;
  if (content.kind !== 'text') return false;
  const name = baseName(path);
  if (KNOWN_NAME.test(name) || DOCKERFILE.test(name) || KNOWN_FOLDER.test(path)) return true;
  if (BULK.test(path))
    return (
      SHELL_EXTENSION.test(path) ||
      PROGRAM_OF_LIBRARY.test(path) ||
      ((mode & 0o111) !== 0 && EXECUTABLE_OF_LIBRARY.test(path))
    );
  return (
    (mode & 0o111) !== 0 ||
    !DISTRIBUTION.test(path) ||
    isPlainShared(path) ||
    CONFIG_EXTENSION.test(path) ||
    SHELL_LIBRARY.test(path) ||
    READ_BY_SYSTEM.test(path)
  );
}

/** Whether a file lies in a folder of libraries or documentation, whose texts are not kept. */
export function isBulkPath(path: string): boolean {
  return BULK.test(path);
}

/** Packages of languages' libraries, and what tells of an archive itself. */
const NESTED_BULK = /!\/META-INF\/|\.(?:whl|egg|gem|crate|nupkg|jmod)!\//;

/**
 * Whether a script is one of the thousands that languages' libraries consist of: modules that begin with `#!` out of
 * habit, as Ansible's do. Nothing starts them by themselves: they are not executable, and no shell's.
 */
export function isBulkModule({ path, mode, content }: TextFile): boolean {
  return (
    content.kind === 'script' &&
    (mode & 0o111) === 0 &&
    BULK.test(path) &&
    !SHELL.test(content.interpreter) &&
    !SHELL_EXTENSION.test(path)
  );
}

/** Words of programs in another language, a file for each: `i18n/pt-br.json`, `_locales/de/messages.json`. */
const TRANSLATION =
  /(?:^|\/)(?:i18n|l10n|locales?|_locales|langs?|languages?|translations|messages|nls)\/(?:[^/]{1,60}\/){0,2}(?:[a-z]{2,3}(?:[-_@.][A-Za-z\d]{1,10}){0,3}|(?<=\/[a-z]{2,3}(?:[-_][A-Za-z\d]{1,10}){0,2}\/)messages)\.(?:json|ya?ml|properties|arb|xml)$/;
/** What browsers, debuggers and compilers are told beside a program, and what no program is. */
const NEVER_RUN = /\.(?:map|css|scss|less|d\.[cm]?ts|po|pot)$/;

function isKnown(path: string): boolean {
  const name = baseName(path);
  return KNOWN_NAME.test(name) || DOCKERFILE.test(name) || KNOWN_FOLDER.test(path);
}

/** What shells read that are told to, as `lsb/init-functions` and `init.d-functions`, has no ending among a distribution's files; little else has none. */
function isPlainShared(path: string): boolean {
  return DISTRIBUTION.test(path) && !ENDING.test(path);
}
const ENDING = /\.(?:[^-/.]{0,40}|\d[^/.]{0,40})$/;

/**
 * Whether a text is one of thousands that nothing runs, wherever it lies: translations, style sheets, source maps, tables. Large
 * applications have more of them than there is room.
 */
export function isBulkText({ path, mode, content }: TextFile): boolean {
  return (
    content.kind === 'text' &&
    (mode & 0o111) === 0 &&
    !isTextToFollow(path, content) &&
    (NEVER_RUN.test(path) ||
      TRANSLATION.test(path) ||
      (isPlainShared(path) && !isKnown(path) && !READ_BY_SYSTEM.test(path)))
  );
}

/**
 * The same as `isTextToKeep` for a text inside of an archive, by its path there (`inner`) and with all archives around it
 * (`path`): what lies where packages put their bulk stays that in an archive, and around one.
 */
export function isNestedTextToKeep(
  { path, inner, mode }: Pick<TextFile, 'path' | 'mode'> & { readonly inner: string },
  content: Content,
): boolean {
  const isBulk = content.kind === 'text' && (BULK.test(path) || NESTED_BULK.test(path));
  if (isBulk && !SHELL_EXTENSION.test(inner)) return false;
  return isTextToKeep({ path: inner, mode, content });
}

/** Whether the report must say so when a text to keep was too large: it is followed command by command. */
export function isTextToFollow(path: string, content: Content): boolean {
  return (content.kind === 'script' && SHELL.test(content.interpreter)) || FOLLOWED.test(path);
}
