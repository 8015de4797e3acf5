import { describe, expect, it } from 'vitest';
import { catalogOf, knownImage } from '../../../testkit/catalog.ts';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import type { BaseImage, KnownBase } from '../../explain/explanation.ts';
import { lookAlike } from './index.ts';

const CATALOG = catalogOf([knownImage('tomcat:11', ['a', 'b', 'c', 'd', 'e', 'f', 'g'])]);
const TOMCAT = { 'usr/local/tomcat/bin/catalina.sh': '#!/bin/sh\n' };
const SHELL = { 'bin/sh': { elf: true } };

function told(spec: Partial<ImageSpec>): string[] {
  return findings(spec).map(({ rule, severity }) => `${rule} ${severity}`);
}

function findings(spec: Partial<ImageSpec>) {
  return judge([lookAlike], { layers: [SHELL], catalog: CATALOG, ...spec }).findings;
}

function official(name: string, more: Partial<KnownBase>): BaseImage {
  return {
    claimedBy: 'none',
    chain: [
      {
        name: `docker.io/library/${name}`,
        alsoTagged: [],
        layers: 1,
        matchedBy: 'blobs',
        covers: 'lowest-layers',
        newer: 0,
        seen: '2026-10-01',
        ...more,
      },
    ],
  };
}

describe("an official image's name under a stranger's account", () => {
  it('weighs when nothing of that software is inside', () => {
    const [found, ...more] = findings({
      reference: 'docker123321/tomcat:9',
      config: { Entrypoint: ['/bin/sh', '-c', 'run'] },
    });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ rule: 'look-alike/not-inside', severity: 'medium', confidence: 'medium' });
    expect(found?.why).toContain('shares 0 of 7 layers');
    expect(found?.evidence.map(({ path }) => path)).toEqual(['/', 'ENTRYPOINT']);
  });

  it('is worth a word at most when the software is inside', () => {
    expect(told({ reference: 'acme/tomcat:9', layers: [TOMCAT] })).toEqual(['look-alike/official-name info']);
    expect(told({ reference: 'ghcr.io/acme/team/tomcat', layers: [TOMCAT] })).toEqual([
      'look-alike/official-name info',
    ]);
  });

  it('is the official image and something more: what was added is the story', () => {
    const [found, ...more] = findings({
      reference: 'acme/tomcat:9',
      layers: [TOMCAT, { 'opt/agent': { elf: true } }],
      base: official('tomcat:11', {}),
    });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ rule: 'look-alike/added-layers', severity: 'low', confidence: 'certain' });
    expect(found?.evidence).toMatchObject([{ path: '/', layer: 1 }]);
    expect(told({ reference: 'acme/tomcat', base: official('tomcat:11', { covers: 'all-layers' }) })).toEqual(
      ['look-alike/added-layers info'],
    );
  });

  it.each([
    ['the official image itself', 'library/tomcat:9', {}],
    ["a copy of it under a mirror's library", 'public.ecr.aws/docker/library/tomcat:9', {}],
    ['a copy under another account', 'acme/tomcat:9', { base: official('tomcat:11', { covers: 'image' }) }],
    ['a publisher known for it', 'bitnami/tomcat:9', { layers: [TOMCAT] }],
    ['a platform account of Docker’s own', 'arm64v8/tomcat:9', {}],
    ['the copy in a company', 'registry.example.com/mirror/tomcat:9', { layers: [TOMCAT] }],
    [
      'an application built in a company',
      'registry.example.com/web/tomcat:9',
      { base: official('tomcat:11', {}) },
    ],
    ['a word that others use as well', 'acme/node:1', {}],
    ['another name', 'acme/shop:1', {}],
    ['a file', './tomcat', {}],
  ])('is nothing: %s', (_, reference, more) => {
    expect(told({ reference, ...more })).toEqual([]);
  });

  it('in a private registry is a word when nothing of it is inside', () => {
    expect(told({ reference: 'registry.example.com/tomcat:9' })).toEqual(['look-alike/not-inside low']);
  });

  it('says nothing of what is not inside where not all was read', () => {
    const layers = [{ 'bin/sh': { elf: true } }];
    const unreadable = judge([lookAlike], { reference: 'acme/tomcat', layers: [], catalog: CATALOG });
    expect(unreadable.findings.map(({ rule }) => rule)).toEqual(['look-alike/official-name']);
    expect(told({ reference: 'acme/tomcat', layers })).toEqual(['look-alike/not-inside medium']);
  });
});

describe('a name almost like an official one', () => {
  it.each(['acme/ngnix', 'acme/mysq1:8', 'ghcr.io/acme/tomcst'])('%s', (reference) => {
    expect(told({ reference })).toEqual(['look-alike/name low']);
  });

  it.each(['acme/nginx-ui', 'acme/tomcat9', 'registry.example.com/ngnix', 'acme/mango', 'acme/rest'])(
    '%s is none',
    (reference) => {
      expect(told({ reference })).toEqual([]);
    },
  );
});

describe('a registry almost like a well-known one', () => {
  it('is found where the image comes from', () => {
    expect(told({ reference: 'ghrc.io/acme/app:1' })).toEqual(['look-alike/registry medium']);
  });

  it('is found where its base is said to come from', () => {
    const base: BaseImage = { claimedBy: 'annotation', name: 'docker.lo/library/debian:12' };
    const [found] = findings({ reference: 'acme/app', base });
    expect(found).toMatchObject({ rule: 'look-alike/registry', evidence: [{ path: 'LABEL' }] });
  });
});

describe('claims', () => {
  const contradicted = { verdict: 'contradicted', why: 'It begins elsewhere.' } as const;

  it('about the base that the layers contradict weigh more in an annotation than in a label', () => {
    const base = { name: 'debian:12', claim: contradicted };
    expect(told({ base: { ...base, claimedBy: 'annotation' } })).toEqual(['look-alike/base medium']);
    expect(told({ base: { ...base, claimedBy: 'label' } })).toEqual(['look-alike/base low']);
    const unproven = { verdict: 'unproven', why: '' } as const;
    expect(told({ base: { ...base, claimedBy: 'annotation', claim: unproven } })).toEqual([]);
  });

  it('of an official upstream are found in labels of its own', () => {
    const Labels = { 'org.opencontainers.image.source': 'https://github.com/docker-library/tomcat' };
    const spec = { reference: 'acme/shop', config: { Labels } };
    expect(told(spec)).toEqual(['look-alike/upstream low']);
    const inherited: BaseImage = { claimedBy: 'none', inheritedLabels: Object.keys(Labels) };
    expect(told({ ...spec, base: inherited })).toEqual([]);
    expect(told({ ...spec, base: official('tomcat:11', {}) })).toEqual([]);
    expect(told({ ...spec, reference: 'registry.example.com/shop' })).toEqual([]);
    const other = { 'org.opencontainers.image.source': 'https://github.com/acme/shop' };
    expect(told({ ...spec, config: { Labels: other } })).toEqual([]);
  });
});
