/**
 * What can make the same rule come to something else with the same bytes: the version of YARA-X, and what is done to its
 * answers here (the letter). What rules matched is kept under it.
 */
export const ENGINE_VERSION = '@virustotal/yara-x 1.20.0 a';
