import type { ShellPipeline } from '../../shell/model.ts';

/** True when a script compares a checksum or verifies a signature of what it fetched. */
export function verifies(pipelines: readonly ShellPipeline[]): boolean {
  return pipelines.some(({ commands }) =>
    commands.some(({ name, args }) => {
      const words = args.map((arg) => arg.text);
      if (/^(?:sha(?:1|224|256|384|512)sum|shasum|md5sum|b2sum)$/.test(name))
        return words.some((word) => /^-(?:\w*c|-check)/.test(word));
      if (/^gpgv?\d?$/.test(name)) return name.startsWith('gpgv') || words.includes('--verify');
      return (
        /^(?:cosign|minisign|signify|slsa-verifier)$/.test(name) ||
        (name === 'openssl' && words.includes('-verify'))
      );
    }),
  );
}
