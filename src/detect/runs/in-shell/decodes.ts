import type { ShellCommand } from '../../shell/model.ts';

export function decodes(command: ShellCommand): boolean {
  const args = command.args.map((arg) => arg.text);
  if (/^(?:g?base64|base32|basenc)(?:\.real)?$/.test(command.name))
    return args.some((arg) => /^-(?:[a-zA-Z]*[dD]|-decode)$/.test(arg));
  if (command.name === 'openssl') return args.includes('-d');
  if (/^gpg2?$/.test(command.name)) return args.some((arg) => /^(?:-\w*d|--decrypt)$/.test(arg));
  if (command.name === 'xxd') return args.some((arg) => /^-[a-z]*r/.test(arg));
  return command.name === 'uudecode';
}
