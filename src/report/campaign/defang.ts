/** Last parts of names that are files and not hosts. */
const FILES: ReadonlySet<string> = new Set(
  'sh bash py pl rb js ts php lua c h go rs so o a conf cfg cnf ini json yaml yml toml xml txt md log sql jar war class tar gz tgz zip service socket timer list d lock pid env key pem crt pub png jpg html css'.split(
    ' ',
  ),
);

const DOTTED = /(?<![\w.-])(?:[a-z0-9_-]{1,63}\.){1,10}[a-z0-9-]{1,63}(?![\w-])/gi;
/** What follows one is a host, whatever it looks like. */
const AUTHORITY = /(?<=:\/\/|\[@\])[\w.-]{1,253}/g;

/**
 * Text in which no program makes a link of an address and nobody goes there by mistake: `hxxp://203[.]0[.]113[.]18`,
 * `me[@]example[.]org`. Names of files stay as they are.
 */
export function defang(text: string): string {
  return text
    .replace(/\b(h)tt(ps?):\/\//gi, '$1xx$2://')
    .replace(/\bftp(s?):\/\//gi, 'fxp$1://')
    .replace(/(?<=[\w.+-])@(?=[\w-])/g, '[@]')
    .replace(AUTHORITY, (name) => name.replaceAll('.', '[.]'))
    .replace(DOTTED, (name) => (isFile(name) ? name : name.replaceAll('.', '[.]')));
}

function isFile(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return FILES.has(last) || (/^\d+$/.test(last) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name));
}
