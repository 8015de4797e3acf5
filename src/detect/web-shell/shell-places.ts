import { type RequestFlow, requestFlows } from '../flow/flow.ts';
import { node } from '../web-languages/node.ts';
import { phpCode } from '../web-languages/pages.ts';
import { php } from '../web-languages/php.ts';
import type { WebLanguage } from '../web-languages/web-language.ts';
import { decides } from './decides.ts';

/** A place where whoever sends a request decides what is run. */
export interface ShellPlace {
  readonly flow: Pick<RequestFlow, 'kind' | 'sink' | 'hidden'>;
  /** UTF-16 index in the code. */
  readonly at: number;
  /** How often the code had to be decoded before the place showed; 0 for code that stands there. */
  readonly decoded: number;
}

const MAX_CODE = 1024 * 1024;
const MAX_DECODED = 4 * 1024 * 1024;
const MAX_LAYERS = 30;

/** So long no line is that a person wrote. */
const SHRUNK_LINE = 1000;

/** In shrunk programs a letter is many variables, one of which may be a request's and another a list of functions. */
function isShrunk(code: string, at: number): boolean {
  const end = code.indexOf('\n', at);
  return (end === -1 ? code.length : end) - (code.lastIndexOf('\n', at) + 1) > SHRUNK_LINE;
}

/**
 * The places in a program of a web language, also in code that PHP carries as text, decodes and runs.
 *
 * @param missed called where some of it was not followed
 */
export function shellPlaces(
  code: string,
  language: WebLanguage,
  missed: () => void = () => undefined,
): readonly ShellPlace[] {
  const places: ShellPlace[] = [];
  const pending = [{ code, at: undefined as number | undefined, decoded: 0 }];
  let left = MAX_DECODED;
  for (let one = pending.shift(); one !== undefined; one = pending.shift()) {
    left -= one.code.length;
    if (left < 0 || one.code.length > MAX_CODE || !language.mayMatter(one.code)) continue;
    const { flows, code: carried, missed: isCut } = requestFlows(one.code, language.dialect);
    for (const flow of flows) {
      if (language === node && flow.kind === 'call' && isShrunk(one.code, flow.at)) continue;
      if (decides(flow)) places.push({ flow, at: one.at ?? flow.at, decoded: one.decoded });
    }
    if (isCut) missed();
    if (language !== php) continue;
    if (one.decoded >= MAX_LAYERS && carried.length > 0) missed();
    if (one.decoded >= MAX_LAYERS) continue;
    for (const { text, at } of carried) {
      // What is run by eval begins as code; only a closing tag makes it a page.
      const inner = text.includes('?>') ? phpCode(`<?php ${text}`) : text;
      pending.push({ code: inner, at: one.at ?? at, decoded: one.decoded + 1 });
    }
  }
  return places;
}
