import { lineAt } from '../../text/lines.ts';
import { withoutXmlComments } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Jenkins with its security switched off: a console that runs programs. */
export const jenkins: Service = {
  name: 'Jenkins',
  programs: ['jenkins.sh', 'jenkins.war', 'jenkins'],
  files: ['config.xml'],
  fix: 'Set useSecurity to true, and make the first administrator at run time.',
  doors: ({ files }) =>
    files.flatMap((file): readonly OpenDoor[] => {
      const text = withoutXmlComments(file.text);
      const off = /<useSecurity>\s{0,20}false\s{0,20}<\/useSecurity>/.exec(text);
      if (off === null || !/<hudson[\s>]/.test(text.slice(0, 4096))) return [];
      const line = lineAt(text, off.index);
      return [
        { lets: 'anybody run programs from a web page', severity: 'high', evidence: [file.at(line, off[0])] },
      ];
    }),
};
