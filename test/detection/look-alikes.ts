import { type ImageCase, image, layer, program } from './image-case.ts';

/** A case with the name that it is pulled by. */
export interface NamedCase extends ImageCase {
  readonly reference: string;
}

const TOMCAT = {
  'usr/local/tomcat/bin/catalina.sh': '#!/bin/sh\nexec java org.apache.catalina.startup.Bootstrap "$@"\n',
  'usr/local/tomcat/lib/catalina.jar': 'PK\x03\x04',
};
const NGINX = { 'usr/sbin/nginx': program(['nginx version']), 'etc/nginx/nginx.conf': 'events {}\n' };

function named(name: string, reference: string, more: Omit<NamedCase, 'name' | 'reference'>): NamedCase {
  return { name, reference, ...more };
}

/** Images that pass for others. */
export const LOOK_ALIKES: readonly NamedCase[] = [
  named('tomcat by a stranger, without Tomcat', 'docker.io/docker123321/tomcat:9', {
    spec: image({ 'opt/run': program() }, { Entrypoint: ['/opt/run'] }),
    rule: 'look-alike/not-inside',
  }),
  named('the same in another open registry, deeper down', 'ghcr.io/acme/images/mysql:8', {
    spec: image({ 'opt/run': program() }, { Entrypoint: ['/opt/run'] }),
    rule: 'look-alike/not-inside',
  }),
  named('a registry one slip away', 'ghrc.io/acme/app:1', {
    spec: image({ app: program() }, { Entrypoint: ['/app'] }),
    rule: 'look-alike/registry',
  }),
  named('letters exchanged', 'docker.io/acme/ngnix:1', {
    spec: image(NGINX, { Cmd: ['nginx'] }),
    rule: 'look-alike/name',
    severity: 'low',
  }),
  named('a digit for a letter', 'docker.io/acme/mysq1:8', {
    spec: image({ 'usr/sbin/mysqld': program() }, { Cmd: ['mysqld'] }),
    rule: 'look-alike/name',
    severity: 'low',
  }),
  named('labels of docker-library', 'docker.io/acme/shop:1', {
    spec: image(
      { app: program() },
      {
        Cmd: ['/app'],
        Labels: { 'org.opencontainers.image.source': 'https://github.com/docker-library/redis.git' },
      },
    ),
    rule: 'look-alike/upstream',
    severity: 'low',
  }),
];

/** Honest images with such names. */
export const NAMESAKES: readonly NamedCase[] = [
  named('a publisher of many images', 'docker.io/bitnami/tomcat:9', {
    spec: image(TOMCAT, { Cmd: ['catalina.sh'] }),
  }),
  named('a fork with its own Tomcat', 'docker.io/acme/tomcat:9', {
    spec: image(TOMCAT, { Cmd: ['catalina.sh'] }),
  }),
  named('a copy in a company', 'registry.example.com/mirror/nginx:1', {
    spec: image(NGINX, { Cmd: ['nginx'] }),
  }),
  named("a company's application called so", 'registry.example.com/web/nginx:1', {
    spec: image([layer(NGINX), layer({ 'usr/share/nginx/html/index.html': '<p>Hello</p>' })], {
      Cmd: ['nginx'],
    }),
  }),
  named('a client of the database', 'docker.io/acme/mysql:8', {
    spec: image({ 'usr/bin/mysqldump': program() }, { Cmd: ['mysqldump'] }),
  }),
  named('a word that others use', 'docker.io/acme/node:1', {
    spec: image({ 'usr/bin/geth': program() }, { Cmd: ['geth'] }),
  }),
  named('an addition to it', 'docker.io/acme/nginx-exporter:1', {
    spec: image({ 'usr/bin/exporter': program() }, { Cmd: ['exporter'] }),
  }),
  named('another version in the name', 'docker.io/acme/postgres15:1', {
    spec: image({ 'usr/bin/postgres': program() }, { Cmd: ['postgres'] }),
  }),
];
