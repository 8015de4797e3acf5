/**
 * Compiles wasm/*.ts (AssemblyScript) into modules that hold the WebAssembly as base64, so that neither a build nor an
 * install needs the compiler; or with `--check` only compares. Run: `npm run wasm`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from './generated.ts';

const COMMAND = 'npm run wasm';

/** The part of the compiler that is used. Its own types redefine those of JavaScript for every file of the project. */
interface Compiler {
  main(
    options: readonly string[],
    files: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): readonly string[];
    },
  ): Promise<{ readonly error: Error | null }>;
}

const COMPILER: string = 'assemblyscript/asc';
const { main } = (await import(COMPILER)) as Compiler;

interface Source {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

const SOURCES: readonly Source[] = [
  {
    from: 'wasm/literal-search.ts',
    to: 'src/analyze/scan/literal-search-wasm.ts',
    name: 'LITERAL_SEARCH_WASM',
  },
];

const made: Record<string, string> = {};
for (const source of SOURCES) made[source.to] = moduleOf(source, await compile(source.from));
writeOrCheck(COMMAND, made);

async function compile(from: string): Promise<Uint8Array> {
  const text = readFileSync(fileURLToPath(new URL(`../${from}`, import.meta.url)), 'utf8');
  let bytes: Uint8Array | undefined;
  const { error } = await main(
    ['source.ts', '--outFile', 'out.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'],
    {
      readFile: (name) => (name === 'source.ts' ? text : null),
      writeFile: (name, contents) => {
        if (name === 'out.wasm' && typeof contents !== 'string') bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`${from} does not compile: ${error?.message}`);
  return bytes;
}

function moduleOf({ from, name }: Source, bytes: Uint8Array): string {
  const text =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  const lines = text.map((line) => `  '${line}'`).join(' +\n');
  return `/** Made from ${from} by \`${COMMAND}\`. */\nexport const ${name} =\n${lines};\n`;
}
