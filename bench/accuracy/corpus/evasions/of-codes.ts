import { gzipSync } from 'node:zlib';
import { base64, hex, opensslEnc, pieces, reversed, xor } from '../../../../testkit/coded.ts';
import type { Evasion } from '../evasion.ts';
import { type CommandPayload, NGINX } from '../payload.ts';
import { beforeServing, built, PROGRAM, starting } from './of-images.ts';

/** A command in other words, for the same shell. */
type Coding = (text: string) => string;

const CODINGS: Readonly<Record<string, Coding>> = {
  base64: (text) => `echo ${base64(text)} | base64 -d | bash`,
  'base64 three times': (text) =>
    `echo ${base64(base64(base64(text)))} | base64 -d | base64 -d | base64 -d | bash`,
  hex: (text) => `echo ${hex(text)} | xxd -r -p | bash`,
  'gzip in base64': (text) => `echo ${base64(gzipSync(text))} | base64 -d | gunzip | bash`,
  'reversed base64': (text) => `rev <<< ${reversed(base64(text))} | base64 -d | bash`,
  'a cipher with its password': (text) =>
    `echo ${opensslEnc(text, 'k3y')} | openssl enc -d -aes-256-cbc -a -A -k k3y | bash`,
  'pieces in variables': (text) => {
    const parts = pieces(base64(text), Math.ceil(base64(text).length / 4));
    const set = parts.map((part, i) => `v${i}='${part}'`).join('; ');
    return `${set}; eval "$(echo "${parts.map((_, i) => `\${v${i}}`).join('')}" | base64 -d)"`;
  },
  'quotes inside words': (text) =>
    text.replaceAll(
      /\b(curl|wget|bash|nc|socat|chattr|pkill|masscan|cloudflared|systemctl)\b/g,
      (word) => `${word[0]}''${word.slice(1)}`,
    ),
  'a function': (text) => `run_it() {\n${text}\n}\nrun_it`,
  'a here-document': (text) => `cat > /tmp/.s <<'EOS'\n${text}\nEOS\nbash /tmp/.s`,
  'xor in Python': (text) =>
    `python3 -c 'import os,base64;os.system(bytes(b^77 for b in base64.b64decode("${base64(xor(text, 'M'))}")).decode())'`,
};

function inCode([name, code]: readonly [string, Coding]): Evasion {
  return {
    name,
    command: ({ text, beside }) => {
      const coded = code(text);
      return coded === text ? undefined : starting(beforeServing(coded), beside);
    },
  };
}

/** A text that the image does not have in its place; a script puts it there. */
function putThere(name: string, write: (text: string, path: string) => string): Evasion {
  return {
    name,
    file: ({ text, path, beside = {}, config = NGINX, mode = 0o644 }) =>
      built(
        {
          ...beside,
          'entrypoint.sh': `#!/bin/bash\nmkdir -p "$(dirname /${path})"\n${write(text, `/${path}`)}\nchmod ${mode.toString(8)} /${path}\nexec "$@"\n`,
        },
        { ...config, Entrypoint: ['/entrypoint.sh'] },
      ),
  };
}

/** How the payload is written. */
export const OF_CODES: readonly Evasion[] = [
  ...Object.entries(CODINGS).map(inCode),
  putThere('written at start', (text, path) => `cat > ${path} <<'EOS'\n${text}\nEOS`),
  putThere('written at start, base64', (text, path) => `echo ${base64(text)} | base64 -d > ${path}`),
  putThere(
    'written at start, gzip in base64',
    (text, path) => `base64 -d <<< '${base64(gzipSync(text))}' | gzip -dc > ${path}`,
  ),
  putThere(
    'written at start by Python',
    (text, path) =>
      `python3 - <<'EOS'\nimport base64\nwith open("${path}", "wb") as f:\n    f.write(base64.b64decode("${base64(text)}"))\nEOS`,
  ),
  {
    name: 'base64 in a script',
    hides: true,
    program: ({ bytes }) =>
      starting(`echo ${base64(bytes)} | base64 -d > /tmp/e; chmod +x /tmp/e; /tmp/e & exec "$@"`),
  },
  {
    name: 'base64 in a file beside the script',
    hides: true,
    command: ({ text, beside }) =>
      starting(beforeServing('base64 -d /opt/svc/state.db | bash'), {
        ...beside,
        'opt/svc/state.db': `${pieces(base64(text), 76).join('\n')}\n`,
      }),
    program: ({ bytes }) =>
      starting(`base64 -d /opt/svc/state.db > /${PROGRAM}; chmod +x /${PROGRAM}; /${PROGRAM} & exec "$@"`, {
        'opt/svc/state.db': `${pieces(base64(bytes), 76).join('\n')}\n`,
      }),
  },
  {
    name: 'in ENV',
    command: (payload) => inEnvironment(payload),
  },
  {
    name: 'in ENV, base64',
    command: (payload) =>
      inEnvironment({ ...payload, text: `echo ${base64(payload.text)} | base64 -d | bash` }),
    file: ({ text, path, beside = {}, config = NGINX }) =>
      built(
        { ...beside, 'entrypoint.sh': `#!/bin/bash\necho "$DATA" | base64 -d > /${path}\nexec "$@"\n` },
        { ...config, Env: [`DATA=${base64(text)}`], Entrypoint: ['/entrypoint.sh'] },
      ),
  },
  {
    name: 'in CMD',
    alsoHonest: true,
    command: ({ text, beside = {} }) => built(beside, { Cmd: ['/bin/bash', '-c', `(${text}) & exec nginx`] }),
  },
];

function inEnvironment({ text, beside = {} }: CommandPayload): ReturnType<typeof built> {
  return built(beside, {
    Env: [`PRE_START=${text}`],
    Cmd: ['/bin/bash', '-c', 'eval "$PRE_START" & exec nginx'],
  });
}
