import { activeText } from '../../text/active-text.ts';
import { excerptAt, lineAt } from '../../text/lines.ts';
import { type Remote, remoteOf } from '../../text/remote.ts';
import { TEXT_GATES } from '../../text/word-gate.ts';
import { type Behaviour, type Script, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';
import { isSend, remotesOf } from '../network-sends.ts';

/** Credentials of a cloud's machine, a cluster, an account or a person. */
const SECRET =
  /(?:169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|100\.100\.100\.200|\[fd00:ec2::254\])\/[\w./-]{0,60}(?:security-credentials|service-accounts\/[\w@.-]{1,80}\/(?:token|identity)|user-data|identity\/oauth2|credentials)|secrets\/kubernetes\.io\/serviceaccount(?:\/(?:token|ca\.crt|namespace))?|\.aws\/(?:credentials|config)|\.docker\/config\.json|\.kube\/config|\.config\/gcloud|\.azure\/(?:accessTokens|azureProfile|msal)|\.ssh\/(?:id_\w{2,10}|known_hosts|authorized_keys|config)|\/etc\/shadow|\.git-credentials|\.netrc|\.npmrc|\.pypirc|\/proc\/(?:self|\d+|\*|1)\/environ|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI/;
/** Of those, what a machine's own programs ask for all the time. */
const METADATA = /^(?:169\.254|metadata\.google|100\.100|\[fd00)/;
/** The whole environment, with every password in it. */
const ENVIRONMENT = /(?:^|\$\(|`|[|;&]\s{0,4})\s{0,4}(?:env|printenv|export -p|set)\s{0,4}(?:[|)`]|$)/;
/** Where what is sent can be fetched by somebody who does not want to be known. */
const DROP =
  /(?:^|\.)(?:webhook\.site|requestbin\.\w+|pipedream\.net|burpcollaborator\.net|oast\.\w+|interact\.sh|interactsh\.com|dnslog\.cn|ceye\.io|api\.telegram\.org|discord(?:app)?\.com)$/;
/** Ways in which a token is meant to be handed over. */
const LOGIN =
  /\/v1\/auth\/[\w-]{1,40}\/login|\/oauth2?\/(?:v\d\/)?token|sts\.\w*\.?amazonaws\.com|\/apis?\/|accounts\.google\.com|login\.microsoftonline\.com/;

/** Credentials that leave the container. */
export const sendsSecrets: Behaviour = {
  rule: {
    id: 'start/sends-secrets',
    leaves: 'Tokens that are sent to the cluster’s or the cloud’s own address.',
    severity: ['low', 'critical'],
    title: 'Reads secrets and sends them away',
    category: 'start',
    description:
      "A script reads credentials (a cloud's metadata service, service-account tokens, cloud, registry or SSH keys, the whole environment) and sends them to another machine. Reading the metadata alone is how cloud tools work.",
    attack: 'T1552.005',
  },
  fix: 'Do not run this image where it can reach credentials; find out whose address it sends them to.',
  look: (script) => [...directly(script), ...inProgram(script), ...metadataRead(script)],
};

/** A command that sends, with the secret, or a file or variable that it was put in, among its words or its input. */
function directly(script: Script): readonly Sign[] {
  const carriers = carriersOf(script);
  return script.commands.flatMap((entry): readonly Sign[] => {
    if (!isSend(entry.command)) return [];
    const secret = SECRET.exec(entry.pipeline.text)?.[0] ?? carriedBy(entry, carriers);
    const whole = ENVIRONMENT.test(entry.pipeline.text) ? 'the whole environment' : undefined;
    const what = secret ?? whole;
    const remotes = remotesOf(entry.command).filter(({ local }) => !local);
    // A request to the metadata service itself, or one with a token for its own door.
    if (what === undefined || remotes.length === 0) return [];
    const strength = LOGIN.test(entry.pipeline.text) && !remotes.some(isDrop) ? 'weak' : 'strong';
    return [signOf(entry, strength, `sends ${what.slice(0, 80)} to ${remotes[0]?.host}`)];
  });
}

function isDrop({ host, suspicious }: Remote): boolean {
  return suspicious !== undefined || DROP.test(host);
}

/** Files and variables that hold a secret once the script has run so far. */
function carriersOf({ commands }: Script): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { pipeline, args, command } of commands) {
    const secret =
      SECRET.exec(pipeline.text)?.[0] ??
      [...found].find(([file]) => args.includes(file))?.[1] ??
      (ENVIRONMENT.test(pipeline.text) ? 'the whole environment' : undefined);
    if (secret === undefined || found.size >= 100) continue;
    if (pipeline.writesTo !== undefined) found.set(pipeline.writesTo, secret);
    const output = args.findIndex((arg) => /^-(?:\w*[oO]|-output(?:-document)?)$/.test(arg));
    const file = output < 0 ? undefined : args[output + 1];
    if (file !== undefined && /^(?:curl|wget)$/.test(command.name)) found.set(file, secret);
    if (command.name === 'cp' || command.name === 'mv') found.set(args.at(-1) ?? '', secret);
    if (/^(?:tar|zip|7z)$/.test(command.name)) {
      const archive = args.find((arg) => /\.(?:tar|tgz|gz|zip|7z|xz|bz2)$/.test(arg));
      if (archive !== undefined) found.set(archive, secret);
    }
  }
  return found;
}

function carriedBy(entry: ScriptCommand, carriers: ReadonlyMap<string, string>): string | undefined {
  const words = [
    ...entry.args,
    ...entry.pipeline.commands.flatMap((command) => [
      ...command.args.map(({ text }) => text),
      ...command.redirects.map(({ target }) => target.text),
    ]),
  ];
  for (const word of words) {
    // A variable set from a command keeps that command as its text.
    const inWord = SECRET.exec(word.slice(0, 4000))?.[0];
    if (inWord !== undefined && !METADATA.test(inWord)) return inWord;
    if (inWord !== undefined && /\$\(|`/.test(word)) return inWord;
    for (const [file, secret] of carriers) if (file.length > 2 && word.endsWith(file)) return secret;
  }
  return undefined;
}

const POSTS =
  /requests\.(?:post|put)\s*\(|\.post\s*\(|method\s*[:=]\s*["'](?:POST|PUT)["']|urlopen\s*\([^\n]{0,120}data|Request\s*\([^\n]{0,120}data|CURLOPT_POST|Net::HTTP\.post|HTTP::Request->new\(\s*["']?POST|\.sendall?\s*\(|->post\s*\(/;
const URL = /https?:\/\/([^\s"'`)<>/]{3,120})/g;
const READS =
  /open\s*\(|readFile|file_get_contents|File\.read|read_text|requests\.get|urlopen|http\.get|fetch\s*\(|curl_init|environ|process\.env|getenv|\bENV\b/;

/** The whole environment as what is sent; handed on to a child process it is nothing. */
const ENVIRONMENT_OBJECT =
  /\b(?:json|data|body|params|content)\s{0,4}=\s{0,4}(?:dict\s{0,4}\(\s{0,4})?\{?\s{0,4}(?:\*\*)?os\.environ\b(?!\.get|\[)|\b(?:dumps|str|repr|urlencode)\s{0,4}\(\s{0,4}(?:dict\s{0,4}\(\s{0,4})?\{?\s{0,4}(?:\*\*)?os\.environ\b(?!\.get|\[)|JSON\.stringify\s{0,4}\(\s{0,4}(?:\{[^}\n]{0,80})?(?:\.\.\.)?process\.env\s{0,4}[,)}]|\b(?:body|data|json)\s{0,4}:\s{0,4}process\.env\b(?!\.|\[)|(?:json_encode|http_build_query|serialize)\s{0,4}\(\s{0,4}(?:\$_ENV|\$_SERVER|getenv\s{0,4}\(\s{0,4}\))|\bENV\.to_(?:h|a|hash|json)\b|encode_json\s{0,4}\(?\s{0,4}\\%ENV/;

/** One of these stands in whatever `SECRET` and `ENVIRONMENT_OBJECT` find. */
const WORDS = TEXT_GATES.gate([
  '169.254.',
  'metadata.google.',
  '100.100.100.200',
  'fd00:ec2::254',
  'kubernetes.io/serviceaccount',
  '.aws/',
  '.docker/',
  '.kube/',
  '.config/gcloud',
  '.azure/',
  '.ssh/',
  '/etc/shadow',
  '.git-credentials',
  '.netrc',
  '.npmrc',
  '.pypirc',
  '/environ',
  'aws_container_credentials',
  'os.environ',
  'process.env',
  '$_env',
  '$_server',
  'getenv',
  'env.to_',
  '%env',
]);

/** Whether a text names a secret or the whole environment. */
export function namesSecret(text: string): boolean {
  return WORDS.test(text) && readForSecret(text);
}

/** The same without the gate, which must never hide anything from it. */
export function readForSecret(text: string): boolean {
  return SECRET.test(text) || ENVIRONMENT_OBJECT.test(text);
}

/** A program that names a secret, reads, and posts to somewhere: sure only where that is a place for such things. */
function inProgram({ unit }: Script): readonly Sign[] {
  if (!/^(?:python|node|php|perl|ruby)$/.test(unit.language)) return [];
  if (!namesSecret(unit.text)) return [];
  const active = activeText(unit.text, unit.language);
  const named = SECRET.exec(active);
  const secret = named ?? ENVIRONMENT_OBJECT.exec(active);
  if (secret === null || !POSTS.test(active) || !READS.test(active)) return [];
  const remotes = [...active.matchAll(URL)]
    .slice(0, 200)
    .flatMap((match) => remoteOf(match[0]) ?? [])
    .filter(({ local }) => !local);
  const drop = remotes.find(isDrop);
  if (drop === undefined && !socketOut(active)) return [];
  const line = unit.line ?? lineAt(active, secret.index + 1);
  const to = drop === undefined ? 'a bare address' : drop.host;
  return [
    {
      line,
      excerpt: excerptAt(active, secret.index),
      strength: 'strong',
      what: `sends ${named?.[0].slice(0, 80) ?? 'the whole environment'} to ${to}`,
    },
  ];
}

/** A connection to an address of the internet. */
function socketOut(active: string): boolean {
  const target =
    /(?:\bconnect\w{0,4}\s*\(\s*(?:\(\s*)?|\bhost(?:name)?["']?\s*:\s*)["'](\d{1,3}(?:\.\d{1,3}){3})["']/.exec(
      active,
    )?.[1];
  return target !== undefined && remoteOf(target)?.local === false;
}

function metadataRead(script: Script): readonly Sign[] {
  return script.commands
    .filter(({ command, pipeline }) => {
      const secret = /^(?:curl|wget|http|fetch)$/.test(command.name)
        ? SECRET.exec(pipeline.text)?.[0]
        : undefined;
      return secret !== undefined && METADATA.test(secret);
    })
    .slice(0, 5)
    .map((entry) => signOf(entry, 'weak', "asks the cloud's metadata service for credentials"));
}
