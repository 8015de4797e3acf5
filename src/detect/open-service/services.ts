import type { Service } from './service.ts';
import { dashboard } from './services/dashboard.ts';
import { docker } from './services/docker.ts';
import { elasticsearch } from './services/elasticsearch.ts';
import { ftp } from './services/ftp.ts';
import { jupyter } from './services/jupyter.ts';
import { mongodb } from './services/mongodb.ts';
import { mosquitto } from './services/mosquitto.ts';
import { mysql } from './services/mysql.ts';
import { nginx } from './services/nginx.ts';
import { postgres } from './services/postgres.ts';
import { redis } from './services/redis.ts';
import { rsync } from './services/rsync.ts';
import { tomcat } from './services/tomcat.ts';
import { webTerminal } from './services/web-terminal.ts';

/** Every service whose doors are looked at. */
export const SERVICES: readonly Service[] = [
  dashboard,
  docker,
  elasticsearch,
  ftp,
  jupyter,
  mongodb,
  mosquitto,
  mysql,
  nginx,
  postgres,
  redis,
  rsync,
  tomcat,
  webTerminal,
];
