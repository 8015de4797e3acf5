import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { debianWith } from './debian-base.ts';
import type { Kind } from './kind.ts';
import { tarOf } from './layer-tar.ts';

const VERSION = '10.1.49';
const HOME = `/usr/local/apache-tomcat-${VERSION}`;
const PATH = `${HOME}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** The distribution of Tomcat as its project publishes it on Maven Central, on Debian's Java. */
export const TOMCAT: Kind = {
  name: 'tomcat',
  title: 'Java application server',
  shows:
    'that catalina.sh, a long script, ends in one java process, what its archives say they are, and that no package lists them',
  make: (work) => ({
    steps: [
      ...debianWith(work, 'tomcat', ['openjdk-17-jre-headless', 'ca-certificates']),
      { createdBy: `ENV CATALINA_HOME=${HOME}` },
      { createdBy: `ENV PATH=${PATH}` },
      { createdBy: `WORKDIR ${HOME}` },
      { createdBy: `ADD tomcat-${VERSION}.tar.gz /usr/local/ # buildkit`, tarBytes: distribution(work) },
      { createdBy: 'EXPOSE map[8080/tcp:{}]' },
      { createdBy: 'CMD ["catalina.sh" "run"]' },
    ],
    config: {
      Env: [`PATH=${PATH}`, `CATALINA_HOME=${HOME}`],
      Cmd: ['catalina.sh', 'run'],
      WorkingDir: HOME,
      ExposedPorts: { '8080/tcp': {} },
    },
  }),
};

function distribution(work: string): Buffer {
  const archive = join(work, `tomcat-${VERSION}.tar.gz`);
  if (!existsSync(archive)) {
    const artifact = `org.apache.tomcat:tomcat:${VERSION}:tar.gz`;
    execFileSync('mvn', ['-q', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${work}`]);
  }
  const folder = join(work, 'tomcat-distribution');
  const local = join(folder, 'usr/local');
  if (!existsSync(local)) {
    mkdirSync(local, { recursive: true });
    execFileSync('tar', ['-xzf', archive, '--no-same-owner', '-C', local]);
  }
  return tarOf(folder);
}
