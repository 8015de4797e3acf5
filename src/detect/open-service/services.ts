import type { Service } from './service.ts';
import { couchdb } from './services/couchdb.ts';
import { dashboard } from './services/dashboard.ts';
import { docker } from './services/docker.ts';
import { elasticsearch } from './services/elasticsearch.ts';
import { ftp } from './services/ftp.ts';
import { grafana } from './services/grafana.ts';
import { jenkins } from './services/jenkins.ts';
import { jupyter } from './services/jupyter.ts';
import { kubelet } from './services/kubelet.ts';
import { mongodb } from './services/mongodb.ts';
import { mosquitto } from './services/mosquitto.ts';
import { mysql } from './services/mysql.ts';
import { nginx } from './services/nginx.ts';
import { phpmyadmin } from './services/phpmyadmin.ts';
import { postgres } from './services/postgres.ts';
import { redis } from './services/redis.ts';
import { remoteDesktop } from './services/remote-desktop.ts';
import { rsync } from './services/rsync.ts';
import { samba } from './services/samba.ts';
import { tomcat } from './services/tomcat.ts';
import { webTerminal } from './services/web-terminal.ts';

/** Every service whose doors are looked at. */
export const SERVICES: readonly Service[] = [
  couchdb,
  dashboard,
  docker,
  elasticsearch,
  ftp,
  grafana,
  jenkins,
  jupyter,
  kubelet,
  mongodb,
  mosquitto,
  mysql,
  nginx,
  phpmyadmin,
  postgres,
  redis,
  remoteDesktop,
  rsync,
  samba,
  tomcat,
  webTerminal,
];
