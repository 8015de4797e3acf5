import { describe, expect, it } from 'vitest';
import { likeness } from './near.ts';
import { nearRegistry } from './registries.ts';

describe('likeness of names', () => {
  it.each([
    ['ngnix', 'nginx', 'two letters exchanged'],
    ['nginx', 'ngnix', 'two letters exchanged'],
    ['tomcaat', 'tomcat', 'one letter away'],
    ['tomct', 'tomcat', 'one letter away'],
    ['tomcst', 'tomcat', 'one letter away'],
    ['mysq1', 'mysql', 'looks the same'],
    ['p0stgres', 'postgres', 'looks the same'],
    ['rnariadb', 'mariadb', 'looks the same'],
    ['my-sql', 'mysql', 'looks the same'],
  ])('%s and %s: %s', (name, other, how) => {
    expect(likeness(name, other)).toBe(how);
  });

  it.each([
    ['tomcat', 'tomcat'],
    ['tomcat9', 'tomcat'],
    ['postgres15', 'postgres'],
    ['postgrest', 'mysql'],
    ['traffic', 'traefik'],
    ['nginx-exporter', 'nginx'],
    ['', 'nginx'],
  ])('%s and %s are not alike', (name, other) => {
    expect(likeness(name, other)).toBeUndefined();
  });
});

describe('a registry like a well-known one', () => {
  it.each([
    ['ghrc.io', 'ghcr.io'],
    ['ghcr.i0', 'ghcr.io'],
    ['docker.lo', 'docker.io'],
    ['dockr.io', 'docker.io'],
    ['quay.oi', 'quay.io'],
    ['gcr.oi', 'gcr.io'],
    ['mcr.rnicrosoft.com', 'mcr.microsoft.com'],
    ['registry.git1ab.com', 'registry.gitlab.com'],
  ])('%s', (host, known) => {
    expect(nearRegistry(host)).toBe(known);
  });

  it.each([
    'docker.io',
    'ghcr.io',
    'gcr.io',
    'lscr.io',
    'k8s.gcr.io',
    'scr.io',
    'ecr.io',
    'docker.example.com',
    'registry.example.com',
    'localhost:5000',
    '192.0.2.7:5000',
    'docker.n8n.io',
    'code.example.com',
  ])('%s is none', (host) => {
    expect(nearRegistry(host)).toBeUndefined();
  });
});
