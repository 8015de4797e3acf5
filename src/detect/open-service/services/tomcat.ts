import { LineIndex } from '../../../explain/program-text/line-index.ts';
import { isWeakPassword, withoutXmlComments } from '../active-lines.ts';
import type { OpenDoor, Service, ServiceFile } from '../service.ts';

const USER = /<user\s[^<>]{1,1000}>/gi;
const ATTRIBUTE = /\b(username|name|password|roles)\s*=\s*(?:"([^"]{0,500})"|'([^']{0,500})')/gi;
/** Roles that may install an application, and so run a program. */
const POWERFUL = /\b(?:manager-gui|manager-script|manager-jmx|manager|admin-gui|admin-script)\b/;

/** Tomcat's manager: a user who may deploy, and the valve that keeps all but this machine out. */
export const tomcat: Service = {
  name: 'Tomcat',
  programs: ['catalina.sh', 'startup.sh', 'tomcat.sh', 'catalina.jar', 'bootstrap.jar'],
  files: ['tomcat-users.xml', 'context.xml', 'manager.xml'],
  fix: 'Remove the user and the manager application, or give it a password of its own at run time and keep the RemoteAddrValve.',
  doors: ({ files }) => {
    const users = files.filter(({ path }) => path.endsWith('tomcat-users.xml')).flatMap(managers);
    const open = files.filter(isOpenManager);
    return users.map(({ weak, file, line, excerpt }): OpenDoor => {
      const valve = open[0];
      return {
        lets: weak
          ? `whoever tries its password, one of those tried first, install programs${valve === undefined ? '' : ', from anywhere'}`
          : `whoever knows the password in the image install programs${valve === undefined ? '' : ', from anywhere'}`,
        severity: weak && valve !== undefined ? 'high' : 'medium',
        evidence: [
          file.at(line, excerpt),
          ...(valve === undefined ? [] : [valve.at(1, 'no RemoteAddrValve: any address may come')]),
        ],
      };
    });
  },
};

interface Manager {
  readonly weak: boolean;
  readonly file: ServiceFile;
  readonly line: number;
  readonly excerpt: string;
}

function managers(file: ServiceFile): readonly Manager[] {
  const text = withoutXmlComments(file.text);
  const index = new LineIndex(text);
  return [...text.matchAll(USER)].slice(0, 100).flatMap((user): readonly Manager[] => {
    const attributes = new Map(
      [...user[0].matchAll(ATTRIBUTE)].map((match) => [match[1]?.toLowerCase(), match[2] ?? match[3] ?? '']),
    );
    const password = attributes.get('password');
    if (password === undefined || !POWERFUL.test(attributes.get('roles') ?? '')) return [];
    const name = attributes.get('username') ?? attributes.get('name');
    const weak = isWeakPassword(password) || password === name;
    return [{ weak, file, line: index.lineAt(user.index), excerpt: user[0] }];
  });
}

/** The manager's context without a valve that looks at the address. */
function isOpenManager({ path, text }: ServiceFile): boolean {
  if (!/manager\/META-INF\/context\.xml$|conf\/Catalina\/[^/]+\/manager\.xml$/.test(path)) return false;
  const active = withoutXmlComments(text);
  return /<Context\b/i.test(active) && !/Remote(?:Addr|CIDR|Host)Valve/.test(active);
}
