import type { Follower } from './chain.ts';
import { givenTo, speakWords } from './programs/given.ts';

/** Programs that show, search, send, store or change what they are told, and do not run it. */
const ONLY_TEXT = new Set(
  (
    'echo printf cat tee yes seq test [ expr true false sleep date basename dirname realpath readlink stat ls rm cp mv ln ' +
    'mkdir rmdir touch chmod chown chgrp install mktemp head tail cut tr sort uniq wc nl rev fold fmt column paste join ' +
    'diff cmp comm split grep egrep fgrep zgrep rg ag jq yq xmlstarlet envsubst base64 base32 xxd od hexdump md5sum ' +
    'sha1sum sha256sum sha512sum openssl gpg logger wall write mail mailx sendmail dialog whiptail zenity yad kdialog ' +
    'notify-send gum figlet toilet cowsay boxes lolcat curl wget http https httpie aria2c git hg svn apt-get apt dpkg ' +
    'apk yum dnf rpm pip pip3 gem mysql mariadb sqlite3 redis-cli mongo mongosh cqlsh clickhouse-client ' +
    'gcc g++ cc c++ clang ld ar strip tar gzip gunzip bzip2 xz zip unzip useradd usermod adduser groupadd chpasswd'
  ).split(' '),
);

/**
 * Words for a program that nothing else knows, `worker --run 'curl … | sh'`: whether it runs them is not known, but there is
 * no other use for such a word. Detectors are shown them.
 */
export const followWordsOfOthers: Follower = (invocation, program, chain) => {
  if (ONLY_TEXT.has(program.name)) return undefined;
  speakWords(chain, givenTo(invocation, 1, chain));
  return undefined;
};
