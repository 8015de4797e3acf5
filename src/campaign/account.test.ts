import { describe, expect, it } from 'vitest';
import { publisherOf, shortName } from './account.ts';

describe('publisherOf', () => {
  it.each([
    ['demo2018/tomcat:latest', 'docker.io/demo2018/tomcat', 'docker.io/demo2018'],
    ['docker://demo2018/tomcat', 'docker.io/demo2018/tomcat', 'docker.io/demo2018'],
    ['registry:ghcr.io/owner/a/b:1', 'ghcr.io/owner/a/b', 'ghcr.io/owner'],
    ['oci:demo/out/layout:demo2018/tomcat:latest', 'docker.io/demo2018/tomcat', 'docker.io/demo2018'],
    ['./saved.tar:quay.io/org/app:1', 'quay.io/org/app', 'quay.io/org'],
    ['saved.tar.gz:org/app:1', 'docker.io/org/app', 'docker.io/org'],
    ['docker-daemon:org/app:1', 'docker.io/org/app', 'docker.io/org'],
    ['containerd:k8s.io/docker.io/org/app:1', 'docker.io/org/app', 'docker.io/org'],
    ['localhost:5000/team/app', 'localhost:5000/team/app', 'localhost:5000/team'],
    ['nginx:1.27', 'docker.io/library/nginx', undefined],
    ['ghcr.io/app:1', 'ghcr.io/app', undefined],
    ['mcr.microsoft.com/dotnet/sdk:9.0', 'mcr.microsoft.com/dotnet/sdk', undefined],
    ['public.ecr.aws/docker/library/nginx', 'public.ecr.aws/docker/library/nginx', undefined],
  ])('reads %s', (reference, repository, account) => {
    expect(publisherOf(reference)).toEqual({ repository, ...(account === undefined ? {} : { account }) });
  });

  it.each(['./saved.tar', 'oci:./layout', 'rootfs:/srv/root', '-', 'Not/A Name', `a/${'b'.repeat(300)}`])(
    'finds no repository in %s',
    (reference) => {
      expect(publisherOf(reference)).toBeUndefined();
    },
  );
});

describe('shortName', () => {
  it.each([
    ['oci:demo/out/layout:demo2018/tomcat:latest', 'demo2018/tomcat:latest'],
    ['docker.io/library/nginx:1', 'nginx:1'],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['./saved.tar', './saved.tar'],
  ])('shortens %s', (reference, name) => {
    expect(shortName(reference)).toBe(name);
  });
});
