import { expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../testkit/explain.ts';

function notes(Labels: Record<string, string>, files: TestLayer = {}): readonly string[] {
  return explainImage({ config: { Labels }, layers: [files], history: [{ created_by: 'x' }] }).notes;
}

const LAUNCHER: TestLayer = { 'cnb/lifecycle/launcher': { elf: 'launcher' } };

it.each([
  ['Cloud Native Buildpacks', 'io.buildpacks.build.metadata', LAUNCHER],
  ['source-to-image (s2i)', 'io.openshift.s2i.build.image', { 'usr/libexec/s2i/run': '#!/bin/sh\n' }],
] as const)('%s: label and files together say it, a label alone is inherited', (name, label, files) => {
  expect(notes({ [label]: 'x' }, files)[0]).toMatch(`Built by ${name}: its label ${label} says so`);
  expect(notes({ [label]: 'x' })[0]).toMatch(/says that .* built it. Nothing else does/);
  expect(notes({}, files)).toEqual([]);
});

it('images to build on are not taken for built ones', () => {
  expect(notes({ 'io.buildpacks.stack.id': 'x' }, LAUNCHER)[0]).toMatch(/^Made for Cloud Native Buildpacks/);
  expect(notes({ 'io.openshift.s2i.scripts-url': 'x' })[0]).toMatch(/^Made for source-to-image/);
});

it('a label with control characters is made visible', () => {
  expect(notes({ 'dev.earthly.version\n# evil': 'x' })[0]).not.toContain('\n');
  expect(notes({ 'dev.earthly.version': 'x' })[0]).toContain('Earthly built it');
});
