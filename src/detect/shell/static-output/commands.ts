import { AWK } from './awk.ts';
import { BASE_N } from './base-n.ts';
import { CAT } from './cat.ts';
import { CUT } from './cut.ts';
import { DD } from './dd.ts';
import { ECHO } from './echo.ts';
import { ENVIRONMENT } from './environment.ts';
import { GREP } from './grep.ts';
import { HEAD_AND_TAIL } from './head-and-tail.ts';
import { LINES } from './lines.ts';
import { OPENSSL } from './openssl.ts';
import { PATHS } from './paths.ts';
import { REVERSED } from './reversed.ts';
import { SED } from './sed.ts';
import type { Printed } from './step.ts';
import { TR } from './tr.ts';
import { UNPACKERS } from './unpackers.ts';
import { UUDECODE } from './uudecode.ts';
import { XXD } from './xxd.ts';

/** By name, the commands whose output is worked out; a family of them is a file. */
export const STATIC_COMMANDS: ReadonlyMap<string, Printed> = new Map(
  [
    AWK,
    BASE_N,
    CAT,
    CUT,
    DD,
    ECHO,
    ENVIRONMENT,
    GREP,
    HEAD_AND_TAIL,
    LINES,
    OPENSSL,
    PATHS,
    REVERSED,
    SED,
    TR,
    UNPACKERS,
    UUDECODE,
    XXD,
  ].flatMap((family): readonly (readonly [string, Printed])[] => Object.entries(family)),
);
