import { inOne } from '../flow/command-of.ts';
import type { Sink } from '../flow/dialect.ts';

/** With its options, before the quote that ends it. */
const SHELL = String.raw`(?:\/usr\/bin\/env\s{1,9})?(?:\/(?:usr\/(?:local\/)?)?bin\/)?(?:ba|da|a|z|mk|k)?sh(?:\s{1,9}-[a-z]{1,9})?`;

interface Handle {
  /** Opens a shell to write to it. */
  readonly opened: RegExp;
  /** Writes to whatever was opened. */
  readonly written: RegExp;
  /** What is written instead, lines kept. */
  readonly call: (whole: string, formats?: string) => string;
}

/** How a language has a shell run what it is written. */
const HANDLES: Readonly<Record<'php' | 'perl' | 'ruby' | 'lua', Handle>> = {
  php: {
    opened: new RegExp(String.raw`\b(?:popen|proc_open)\s{0,9}\(\s{0,9}["']${SHELL}["']\s{0,9},`, 'i'),
    written: /\b(?:fwrite|fputs)\s{0,9}\(\s{0,9}\$\w{1,60}(?:\[\d{1,2}\])?\s{0,9},/g,
    call: (whole) => `system(${whole.replaceAll(/[^\n]/g, '')}`,
  },
  perl: {
    opened: new RegExp(
      String.raw`\bopen\b[^\n;]{0,100}?["'](?:\s{0,9}\|-["']\s{0,9},\s{0,9}["']|\s{0,9}\|\s{0,9})${SHELL}\b`,
    ),
    written: /\bprint(f?)\s{0,9}(?:\{\s{0,9}\$?\w{1,60}\s{0,9}\}|\$\w{1,60}|[A-Z]\w{0,60})(?=\s{0,9}["'$q])/g,
    call: (_whole, formats) => (formats === '' ? 'fed_to_shell ' : 'fed_to_shell sprintf '),
  },
  ruby: {
    opened: new RegExp(
      String.raw`\bpopen\s{0,9}\(?\s{0,9}\[?\s{0,9}["']${SHELL}["'](?:\s{0,9}\]?\s{0,9},\s{0,9}["'][rwa+]{1,3}["'])`,
    ),
    written: /\.(?:puts|write|print|syswrite)(?=\s{0,3}[("'])/g,
    call: () => '.fed_to_shell',
  },
  lua: {
    opened: new RegExp(String.raw`\bpopen\s{0,9}\(?\s{0,9}["']${SHELL}["']\s{0,9},\s{0,9}["']w`),
    written: /\.write(?=\s{0,3}[("'])/g,
    call: () => '.fed_to_shell',
  },
};

/** What `withFedShell` calls. */
export const FED_TO_SHELL: Sink = { name: 'fed_to_shell', kind: 'command', command: inOne };

/** The text with what is written to a shell as calls that run it; what else is written is taken for it where there is one. */
export function withFedShell(text: string, language: keyof typeof HANDLES): string {
  const { opened, written, call } = HANDLES[language];
  return opened.test(text) ? text.replaceAll(written, call) : text;
}
