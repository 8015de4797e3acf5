import { readFileSync } from 'node:fs';

/** The part of WebAssembly that is used; TypeScript has it among the types of browsers only. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };

let module: object | undefined;

/**
 * YARA-X as a module of WebAssembly, whose functions are compiled when they are first called. What one thread has compiled,
 * others of the process need not, as long as anyone holds the module: to begin once more then takes a sixth of the time.
 */
export function yaraModule(): object {
  module ??= new WebAssembly.Module(
    readFileSync(new URL('yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x'))),
  );
  return module;
}
