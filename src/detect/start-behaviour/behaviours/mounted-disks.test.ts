import { describe, expect, it } from 'vitest';
import { readShell } from '../../shell/read-shell.ts';
import type { ScriptCommand } from '../behaviour.ts';
import { mountedDisks } from './mounted-disks.ts';

function commandsOf(text: string): readonly ScriptCommand[] {
  return readShell(text).pipelines.flatMap((pipeline) =>
    pipeline.commands.map((command) => ({
      command,
      pipeline,
      args: command.args.map((arg) => arg.text),
      line: pipeline.line,
    })),
  );
}

/** The lines of mounts that are told. */
function told(text: string): readonly number[] {
  return [...mountedDisks(commandsOf(text)).values()].flat().map(({ line }) => line);
}

describe('a mounted disk that is worked in', () => {
  it.each([
    'mount /dev/sda1 /mnt; chroot /mnt',
    'mount -o rw /dev/nvme0n1p1 /mnt/ && chroot /mnt sh -c "id"',
    'D=/mnt/d; mount /dev/vda "$D"; echo x > "$D/etc/cron.d/x"',
    "mount /dev/sda1 '/mnt/my disk'; chroot '/mnt/my disk' sh",
    'mount /dev/sda1 disk; chroot ./disk/root sh',
    'mount /dev/sda1 $(pwd)/m; chroot $(pwd)/m sh',
  ])('%s', (text) => {
    expect(told(text)).toEqual([1]);
  });

  it.each([
    'mount /dev/sda1 /mnt',
    'chroot /mnt; mount /dev/sda1 /mnt',
    'mount /dev/sda1 /mnt; chroot /mnt2 sh',
    'mount /dev/sda1 /mnt; echo x > /mnt.log',
    'mount -t tmpfs tmpfs /mnt; chroot /mnt',
  ])('is not: %s', (text) => {
    expect(told(text)).toEqual([]);
  });

  it('is told of each mount before, in whatever number', () => {
    expect(
      told('mount /dev/sda1 /a\nmount /dev/sdb1 /b\nmount /dev/sdc1 /c\nchroot /a\necho x > /c/x'),
    ).toEqual([3, 1]);
  });

  it('is looked for with each command looked at as often, however many there are', () => {
    const looksAt = (count: number): number => {
      let looks = 0;
      const lines = Array.from({ length: count }, (_, n) => `mount /dev/sda1 /m/${n}\nchroot /n/${n} sh`);
      const commands = commandsOf(lines.join('\n')).map(
        (entry): ScriptCommand => ({
          ...entry,
          get pipeline() {
            looks++;
            return entry.pipeline;
          },
        }),
      );
      expect(mountedDisks(commands).size).toBe(0);
      return looks;
    };
    expect(looksAt(400)).toBe(4 * looksAt(100));
  });
});
