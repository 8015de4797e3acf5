/** Texts of the library that programs take characters out of. */
export const KNOWN_TEXTS: ReadonlyMap<string, string> = new Map([
  ['string.ascii_lowercase', 'abcdefghijklmnopqrstuvwxyz'],
  ['string.ascii_uppercase', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['string.ascii_letters', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['string.digits', '0123456789'],
  ['string.punctuation', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  [
    'string.printable',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c',
  ],
  ['os.sep', '/'],
  ['os.linesep', '\n'],
  ['__name__', '__main__'],
]);
