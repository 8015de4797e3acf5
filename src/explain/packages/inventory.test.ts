import { describe, expect, it } from 'vitest';
import { treeOf } from '../../../testkit/accounting.ts';
import { ndbFile, rpmHeader } from '../../../testkit/rpm.ts';
import { inventoryOf } from './inventory.ts';

function listed(files: Parameters<typeof treeOf>[0][number]) {
  const { all, notes } = inventoryOf(treeOf([files]));
  return { all: all.map(({ manager, name, version }) => `${manager} ${name} ${version}`), notes };
}

describe('the inventory of an image', () => {
  it("has what the system's package managers list", () => {
    const rpm = ndbFile([
      rpmHeader('curl', [], ['7.50.3', '1.fc25']),
      rpmHeader('gpg-pubkey', [], ['1', '2']),
    ]);
    expect(
      listed({
        'var/lib/dpkg/status': 'Package: a\nVersion: 1:2-3\nStatus: install ok installed\n',
        'lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\n',
        'usr/lib/sysimage/rpm/Packages.db': rpm,
      }),
    ).toEqual({ all: ['apk musl 1.2.5-r0', 'dpkg a 1:2-3', 'rpm curl 7.50.3-1.fc25'], notes: [] });
  });

  it('has what lies where languages install', () => {
    const python = 'usr/lib/python3/dist-packages';
    const gems = 'usr/local/lib/ruby/gems/3.3.0/specifications';
    expect(
      listed({
        [`${python}/typing_extensions-4.12.2.dist-info/RECORD`]: '',
        [`${python}/PyJWT-2.6.0.egg-info`]: '',
        [`${python}/my_app-1.0-py3.11.egg-info/PKG-INFO`]: '',
        [`${python}/no-info/x`]: '',
        [`${gems}/default/rack-test-2.1.0.gemspec`]: '',
        [`${gems}/nokogiri-1.16.7-x86_64-linux.gemspec`]: '',
        'app/node_modules/@scope/name/package.json': '{}',
        'app/node_modules/yaml/package.json': '{}',
        'app/node_modules/yaml/browser/package.json': '{}',
        'app/package.json': '{}',
      }).all,
    ).toEqual([
      'gem nokogiri 1.16.7',
      'gem rack-test 2.1.0',
      'npm @scope/name ',
      'npm yaml ',
      'pip my-app 1.0',
      'pip pyjwt 2.6.0',
      'pip typing-extensions 4.12.2',
    ]);
  });

  it('has what programs and archives say that they are made of', () => {
    const go = {
      language: 'go',
      compiler: 'go1.26.8',
      module: 'example.com/app',
      version: '(devel)',
      dependencies: ['github.com/x/y@v1.2.3'],
    } as const;
    const rust = {
      language: 'rust',
      module: 'app',
      version: '0.1.0',
      dependencies: ['serde@1.0.0'],
    } as const;
    expect(
      listed({
        'bin/go': { elf: 'go', build: go },
        'bin/rust': { elf: 'rust', build: rust },
        'app.jar': { jar: { coordinates: ['org.example:lib:2.0', 'odd'] } },
      }).all,
    ).toEqual([
      'go github.com/x/y v1.2.3',
      'go stdlib 1.26.8',
      'java org.example:lib 2.0',
      'rust app 0.1.0',
      'rust serde 1.0.0',
    ]);
  });
});
