import { descriptorOf } from '../../../testkit/image.ts';
import { dockerArchive } from '../../../testkit/store.ts';
import { type HostileGroup, refused, unread } from '../hostile-case.ts';
import { archived, archiveOf, ELSEWHERE, HELLO, manifestOf, ofTar, withConfig, written } from '../make.ts';

const IMAGE = ofTar(HELLO);
const [LAYER] = IMAGE.layers;
if (LAYER === undefined) throw new Error('the image has no layer');
const OTHER = Buffer.from(LAYER.bytes);
OTHER[600] = 0x58;

/** Bytes that are not those promised. */
export const INTEGRITY: HostileGroup = {
  title: 'Digests and sizes',
  cases: [
    {
      name: "a layer's bytes changed",
      make: (folder) => archived(folder, { ...IMAGE, layers: [{ ...LAYER, bytes: OTHER }] }),
      expected: unread('digest-mismatch'),
    },
    {
      name: 'a layer longer than its manifest says',
      make: (folder) => {
        const manifest = manifestOf(IMAGE.config, [{ ...descriptorOf(LAYER), size: 10 }]);
        return archived(folder, { ...IMAGE, manifest });
      },
      expected: unread('size-mismatch'),
    },
    {
      name: 'a layer shorter than its manifest says',
      make: (folder) => {
        const manifest = manifestOf(IMAGE.config, [{ ...descriptorOf(LAYER), size: 1e12 }]);
        return archived(folder, { ...IMAGE, manifest });
      },
      expected: unread('size-mismatch'),
    },
    {
      name: 'a diffID that the layer does not have',
      make: (folder) => {
        const text = IMAGE.config.bytes.toString().replace(IMAGE.diffIds[0] ?? '', ELSEWHERE);
        return archived(folder, withConfig(IMAGE, text));
      },
      expected: unread('diff-id-mismatch'),
    },
    {
      name: 'a manifest other than its digest says',
      make: (folder) => {
        const bytes = Buffer.from(IMAGE.manifest.bytes.toString().replace('2', '3'));
        return archived(folder, { ...IMAGE, manifest: { ...IMAGE.manifest, bytes } });
      },
      expected: refused('integrity'),
    },
    {
      name: 'a configuration other than its digest says',
      make: (folder) => {
        const bytes = Buffer.from(IMAGE.config.bytes.toString().replace('linux', 'linuX'));
        return archived(folder, { ...IMAGE, config: { ...IMAGE.config, bytes } });
      },
      expected: refused('integrity'),
    },
    {
      name: 'a configuration longer than its descriptor says',
      make: (folder) => {
        const bytes = Buffer.concat([IMAGE.config.bytes, Buffer.from(' ')]);
        return archived(folder, { ...IMAGE, config: { ...IMAGE.config, bytes } });
      },
      expected: refused('integrity'),
    },
    {
      name: 'docker-archive: a configuration other than its name says',
      make: (folder) => {
        const bytes = Buffer.from(IMAGE.config.bytes.toString().replace('linux', 'linuX'));
        const image = { ...IMAGE, config: { ...IMAGE.config, bytes } };
        return written(folder, 'image.tar', dockerArchive([{ image, tags: ['a:1'] }]));
      },
      expected: refused('integrity'),
    },
    {
      name: 'docker-archive: a layer other than its diffID says',
      make: (folder) => {
        const image = { ...IMAGE, tars: [OTHER] };
        return written(folder, 'image.tar', dockerArchive([{ image, tags: ['a:1'] }]));
      },
      expected: unread('diff-id-mismatch'),
    },
    {
      name: 'a layer that is not there',
      make: (folder) =>
        archiveOf(
          folder,
          [descriptorOf(IMAGE.manifest, { platform: IMAGE.platform })],
          [IMAGE.manifest, IMAGE.config],
        ),
      expected: unread('layer-missing'),
    },
    {
      name: 'a configuration that is not there',
      make: (folder) => archiveOf(folder, [descriptorOf(IMAGE.manifest)], [IMAGE.manifest, LAYER]),
      expected: refused('target-invalid'),
    },
  ],
};
