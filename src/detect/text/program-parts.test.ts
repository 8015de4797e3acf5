import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { partsOf } from './program-parts.ts';

/** A module's text of about 3 kB on several lines. */
function body(name: string): string {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `  const ${name}${i} = "it's (${i}" + \`\${a ? "}" : '{'}\`;`,
  );
  return `${lines.join('\n')}\n  if (${name}1) { /[)}]/.test(x); }\n  module.exports = ${name}1;\n`;
}

const names = Array.from({ length: 30 }, (_, i) => `m${i}_`);
const BUNDLES = {
  esbuild: `var __commonJS = (cb, mod) => () => mod;\n${names
    .map(
      (name) =>
        `// node_modules/${name}\nvar require_${name} = __commonJS({\n  "node_modules/${name}.js"(exports, module) {\n${body(name)}  }\n});\n`,
    )
    .join('')}main();\n`,
  rolldown: `${names
    .map(
      (name) =>
        `//#region ${name}\nvar require_${name} = /* @__PURE__ */ e(((exports, module) => {\n${body(name)}}));\n//#endregion\n`,
    )
    .join('')}main();\n`,
  webpack: `(() => { // webpackBootstrap\nvar __webpack_modules__ = ({\n${names
    .map(
      (name, i) =>
        `/***/ ${i}:\n/***/ ((module, __unused, __webpack_require__) => {\n${body(name)}\n/***/ }),\n`,
    )
    .join('')}});\nmain();\n})();\n`,
  browserify: `(function(){function r(e,n,t){return e}return r})()({${names
    .map((name, i) => `${i}:[function(require,module,exports){\n${body(name)}\n},{"./x":1}]`)
    .join(',')}},{},[1]);\nmain();\n`,
};

describe('a bundle of', () => {
  for (const [tool, text] of Object.entries(BUNDLES)) {
    test(`${tool} is taken apart by its modules, and nothing is lost`, () => {
      const [outside, ...modules] = partsOf(text, 'node');
      assert(outside !== undefined);
      assert.ok(outside.text.includes('main();'));
      for (const name of names) {
        assert.ok(!outside.text.includes(`${name}59`), name);
        assert.equal(modules.filter((part) => part.text.includes(`const ${name}5 `)).length, 1, name);
      }
      const lines = text.split('\n');
      for (const { text: inside, firstLine } of modules) {
        assert.ok(lines[firstLine - 1]?.endsWith(inside.split('\n', 1)[0] ?? '-'));
      }
      const at = outside.text.slice(0, outside.text.indexOf('main();')).split('\n').length;
      assert.equal(lines[at - 1], 'main();');
    });
  }
});

describe('no bundle is', () => {
  const statements = names.map((name) => `function f_${name}(a) {\n${body(name)}}\n`).join('');
  const text = `const x = require("x");\n${statements}`;

  test('a program of functions, however long', () => {
    assert.ok(text.length > 64 * 1024);
    assert.deepEqual(partsOf(text, 'node'), [{ text, firstLine: 1 }]);
  });

  test('a class', () => {
    const methods = names.map((name) => `  ${name}(a) {\n${body(name)}}\n`).join('');
    assert.equal(partsOf(`class A {\n${methods}}\n`, 'node').length, 1);
  });

  test('a short program, and one in another language', () => {
    const short = `f((a) => { b(); });\n`.repeat(20);
    assert.equal(partsOf(short, 'node').length, 1);
    assert.equal(partsOf(BUNDLES.esbuild, 'python').length, 1);
  });

  test('what is all brackets', () => {
    assert.equal(partsOf('('.repeat(100_000), 'node').length, 1);
    assert.equal(partsOf('(a) => {'.repeat(20_000), 'node').length, 1);
    assert.equal(partsOf('}'.repeat(100_000), 'node').length, 1);
  });
});
