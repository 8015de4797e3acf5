import { lines } from '../text/lines.ts';

/** A setting that makes a web server run as PHP what is none by its name, or PHP run a file before every page. */
export interface PhpSetting {
  readonly what: 'handler' | 'prepend';
  /** What is run: an ending, or the file. */
  readonly target: string;
  readonly line: number;
  readonly excerpt: string;
}

const HANDLER =
  /^\s*Add(?:Type|Handler)\s+["']?(?:application\/x-httpd-\S{0,40}php\S{0,20}|php[\d.]{0,4}-?\w{0,20}|x-httpd-php\S{0,20}|proxy:\S{0,200}php\S{0,100}|cgi-script|fcgid-script)["']?\s+(\S.{0,300})$/i;
const SET_HANDLER =
  /^\s*(?:SetHandler|ForceType)\s+["']?(?:application\/x-httpd-\S{0,20}php|php|x-httpd-php|proxy:\S{0,200}(?:php|fcgi)|cgi-script)/i;
const CONTAINER = /^\s*<(?:Files(?:Match)?|Location(?:Match)?)\s+(?:~\s*)?(.{1,300}?)>?\s*$/i;
const LOCATION = /^\s*location\s+(?:[~=^*]{1,2}\s+)?(\S.{0,300})$/i;
/** What no server has a reason to run. */
const MEDIA =
  /(?:jpe?g|png|gif|ico|bmp|webp|svg|css|woff2?|ttf|eot|txt|log|pdf|zip|mp[34]|docx?|dat|json|bak)\b/i;
const RUN_AS_PHP = /php|phtml|phar|cgi|fcgi/i;
const PREPEND =
  /(?:^|[\s"'[;])auto_(?:prepend|append)_file(?:\s{0,20}\]?\s{0,20}=\s{0,20}|\s{1,20}(?![=\s]))["']?([^\s"';]{1,300})/gi;
/** `php -d auto_prepend_file= PAGE`: set to nothing; the blank ends the word. */
const SET_TO_NOTHING = /(?<!\S)-d\s{0,9}auto_(?:prepend|append)_file=(?!\S)/gi;
const UPLOADS = /(?:^|\/)(?:uploads?|images?|img|media|files|cache|tmp|temp|assets|static|avatars?)\//i;
const NONE = /^(?:none|off|null|no|0)$/i;
const USUAL_FILE = /\.(?:php\d?|phtml|inc|phar)$/i;
const ODD_FOLDER = /^\/?(?:tmp|var\/tmp|dev\/shm|run|var\/run)\/|\/\.[^./]/;

/** The settings of this kind in a text of Apache, nginx, PHP, or in a command line with `php -d`. */
export function phpSettings(path: string, text: string): readonly PhpSetting[] {
  if (!/auto_(?:prepend|append)_file|AddType|AddHandler|SetHandler|ForceType|fastcgi_pass/i.test(text))
    return [];
  const found: PhpSetting[] = [];
  let container: string | undefined;
  let location: string | undefined;
  for (const { text: line, number } of lines(text)) {
    if (found.length >= 50) break;
    if (/^\s*[#;]/.test(line)) continue;
    const add = (what: PhpSetting['what'], target: string): void => {
      found.push({ what, target: target.trim().slice(0, 200), line: number, excerpt: line.trim() });
    };
    if (/^\s*<\//.test(line)) container = undefined;
    else container = CONTAINER.exec(line)?.[1] ?? container;
    if (/^\s*\}/.test(line)) location = undefined;
    else location = LOCATION.exec(line)?.[1] ?? location;
    const endings = HANDLER.exec(line)?.[1]?.split(/\s+/) ?? [];
    const odd = endings.filter((ending) => new RegExp(`^\\.?(?:${MEDIA.source})$`, 'i').test(ending));
    if (odd.length > 0) add('handler', odd.join(' '));
    if (SET_HANDLER.test(line)) {
      if (container !== undefined && runsMedia(container)) add('handler', container);
      else if (container === undefined && /(?:^|\/)\.htaccess$/.test(path) && UPLOADS.test(path))
        add('handler', 'everything in the folder');
    }
    if (location !== undefined && /^\s*fastcgi_pass\b/i.test(line) && runsMedia(location))
      add('handler', location);
    for (const [, file = ''] of line.replace(SET_TO_NOTHING, '').matchAll(PREPEND))
      if (isOddFile(file)) add('prepend', file);
  }
  return found;
}

function runsMedia(pattern: string): boolean {
  return MEDIA.test(pattern) && !RUN_AS_PHP.test(pattern);
}

/** Firewalls and profilers prepend a `.php` file of their own; nobody needs a picture or a file in /tmp there. */
function isOddFile(file: string): boolean {
  if (NONE.test(file) || /^[$%@{<]/.test(file)) return false;
  if (/^(?:php|https?|ftp|data|expect|phar|zip):/i.test(file)) return true;
  return !USUAL_FILE.test(file) || ODD_FOLDER.test(file);
}
