/** Raise it when other files are found to start by themselves, or to be run by such; what detectors see in them has their versions. */
export const AUTOSTARTS_VERSION = 4;
