/** crypt(5) hashes with a salt: two equal ones are copies of one. */
const CRYPT = /\$(?:1|2[abxy]?|5|6|7|y|gy|md5|sha1)[$,][./A-Za-z0-9$,=]{20,200}/g;

/** The salted password hashes in a line of passwd, shadow or a script. DES hashes are too short to tell. */
export function passwordHashesIn(excerpt: string): readonly string[] {
  return [...excerpt.matchAll(CRYPT)].slice(0, 20).map(([hash]) => hash);
}
