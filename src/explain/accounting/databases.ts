import { APK } from './apk.ts';
import { CONDA } from './conda.ts';
import type { DatabaseReader } from './database-reader.ts';
import { DPKG, DPKG_STATUS_D } from './dpkg.ts';
import { PIP } from './pip.ts';
import { RPM } from './rpm/rpm.ts';

/** Every kind of package database that is read, a line each. */
export const DATABASES: readonly DatabaseReader[] = [DPKG, DPKG_STATUS_D, APK, RPM, PIP, CONDA];
