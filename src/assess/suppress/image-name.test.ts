import { expect, it } from 'vitest';
import { imageName } from './image-name.ts';

it.each([
  ['docker.io/library/nginx:1.27', 'docker.io/library/nginx'],
  ['localhost:5000/a', 'localhost:5000/a'],
  ['localhost:5000/a:1@sha256:00', 'localhost:5000/a'],
  ['oci:./layout:team/app:1', 'oci:./layout:team/app'],
  ['oci:layout', 'oci:layout'],
  ['/tmp/x.tar', '/tmp/x.tar'],
])('of %s is %s', (reference, name) => {
  expect(imageName(reference)).toBe(name);
});
