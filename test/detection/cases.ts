import { AUTOSTART_TWINS, AUTOSTARTS } from './autostarts.ts';
import { BEHAVIOUR_CASES, BEHAVIOUR_TWINS } from './behaviours.ts';
import { BEHIND_SCRIPTS, BEHIND_SCRIPTS_TWINS } from './behind-scripts.ts';
import { BUNDLE_TWINS, BUNDLES } from './bundles.ts';
import { BY_SETTINGS, BY_SETTINGS_TWINS } from './by-settings.ts';
import { CONTENT_TWINS, CONTENTS } from './contents.ts';
import { DECODING, DECODING_TWINS } from './decoding.ts';
import { FURTHER_PROGRAM_TWINS, FURTHER_PROGRAMS } from './further-programs.ts';
import { FURTHER_SHELL_TWINS, FURTHER_SHELLS } from './further-shells.ts';
import { HANDED_OVER, HANDED_OVER_TWINS } from './handed-over.ts';
import { HIDING, HIDING_TWINS } from './hiding.ts';
import { HOLD_TWINS, HOLDS } from './holds.ts';
import { type ImageCase, numbered } from './image-case.ts';
import { INTRUDERS } from './intruders.ts';
import { JOINED_LANGUAGE_TWINS, JOINED_LANGUAGES } from './joined-languages.ts';
import { LED_ASTRAY, LED_ASTRAY_TWINS } from './led-astray.ts';
import { LIBRARIES, LIBRARY_TWINS } from './libraries.ts';
import { LOADED_CODE, LOADED_CODE_TWINS } from './loaded-code.ts';
import { MINERS } from './miners.ts';
import { NESTED, NESTED_TWINS } from './nested.ts';
import { NEXT_STEP_TWINS, NEXT_STEPS } from './next-steps.ts';
import { OTHER_LANGUAGE_TWINS, OTHER_LANGUAGES } from './other-languages.ts';
import { OTHER_STARTS, OTHER_STARTS_TWINS } from './other-starts.ts';
import { PAST_LIMITS, PAST_LIMITS_TWINS } from './past-limits.ts';
import { PLACE_TWINS, PLACES } from './places.ts';
import { PUT_TOGETHER, PUT_TOGETHER_TWINS } from './put-together.ts';
import { READ_AS, READ_AS_TWINS } from './read-as.ts';
import { REAL, REAL_TWINS } from './real.ts';
import { REAL_TOOL_TWINS, REAL_TOOLS } from './real-tools.ts';
import { SECRET_TWINS, SECRETS } from './secrets.ts';
import { SETTING_TWINS, SETTINGS } from './settings.ts';
import { START_FORM_TWINS, START_FORMS } from './start-forms.ts';
import { HANDED_ON, HANDED_ON_TWINS, TAKEN_APART, TAKEN_APART_TWINS } from './taken-apart.ts';
import { TOLD_BY_FILES, TOLD_BY_FILES_TWINS } from './told-by-files.ts';
import { TWINS } from './twins.ts';
import { TAKEN_AND_RUN, TOLD_BY_SETTINGS, WAYS_TO_SHELLS, WAYS_TO_SHELLS_TWINS } from './ways-to-shells.ts';
import { WAYS_TO_START, WAYS_TO_START_TWINS } from './ways-to-start.ts';
import { WEB_SHELLS, WEB_TWINS } from './web-shells.ts';
import { WRITTEN_AT_START, WRITTEN_TWINS } from './written-at-start.ts';

/** Everything that must be found, by what it does. */
export const FOUND: readonly (readonly [string, readonly ImageCase[]])[] = [
  ['what earns', MINERS],
  ['what lets somebody in', INTRUDERS],
  ['what is kept in code', DECODING],
  ['what is done at start', BEHAVIOUR_CASES],
  ['what hides', HIDING],
  ['what pages run', WEB_SHELLS],
  ['what keeps a hold', HOLDS],
  ['what opens other doors', SECRETS],
  ['what files hold', CONTENTS],
  ['what starts by itself', AUTOSTARTS],
  ['what lies in archives', NESTED],
  ['what settings of logins and tools run', PLACES],
  ['what comes next', NEXT_STEPS],
  ['what is written at start', WRITTEN_AT_START],
  ['what is read as something else', READ_AS],
  ['what stands beside or behind a script', BEHIND_SCRIPTS],
  ['what lies among libraries', LIBRARIES],
  ['what lies in a bundle', BUNDLES],
  ['what servers load', START_FORMS],
  ['what comes to a shell by other ways', WAYS_TO_SHELLS],
  ['what comes to a shell without one', WAYS_TO_START],
  ['what is taken from somewhere and run', TAKEN_AND_RUN],
  ['what is taken apart for a shell', TAKEN_APART],
  ['what is handed on to a shell', HANDED_ON],
  ['what settings and builds say', TOLD_BY_SETTINGS],
  ['what settings of servers run', SETTINGS],
  ['what programs of other languages run', OTHER_LANGUAGES],
  ['what programs of other languages put together', JOINED_LANGUAGES],
  ['what files tell tools and servers to run', TOLD_BY_FILES],
  ['what stands past a bound', PAST_LIMITS],
  ['what programs put together', PUT_TOGETHER],
  ['what starts in other ways', OTHER_STARTS],
  ['what honest programs are led to', LED_ASTRAY],
  ['what programs run that they are given', HANDED_OVER],
  ['what settings and files beside a program lead to', BY_SETTINGS],
  ['what programs load into themselves', numbered(LOADED_CODE)],
  ['what other shells and editors lead to', numbered(FURTHER_SHELLS)],
  ['what further programs run by their files', numbered(FURTHER_PROGRAMS)],
  ['what looks like real ones', REAL],
  ['what looks like real tools', REAL_TOOLS],
];

/** Everything that must be left alone. */
export const HONEST: readonly ImageCase[] = [
  ...TWINS,
  ...DECODING_TWINS,
  ...BEHAVIOUR_TWINS,
  ...HIDING_TWINS,
  ...WEB_TWINS,
  ...HOLD_TWINS,
  ...SECRET_TWINS,
  ...CONTENT_TWINS,
  ...AUTOSTART_TWINS,
  ...NESTED_TWINS,
  ...PLACE_TWINS,
  ...SETTING_TWINS,
  ...OTHER_LANGUAGE_TWINS,
  ...JOINED_LANGUAGE_TWINS,
  ...TOLD_BY_FILES_TWINS,
  ...NEXT_STEP_TWINS,
  ...WRITTEN_TWINS,
  ...READ_AS_TWINS,
  ...BEHIND_SCRIPTS_TWINS,
  ...LIBRARY_TWINS,
  ...BUNDLE_TWINS,
  ...START_FORM_TWINS,
  ...PAST_LIMITS_TWINS,
  ...PUT_TOGETHER_TWINS,
  ...OTHER_STARTS_TWINS,
  ...WAYS_TO_SHELLS_TWINS,
  ...WAYS_TO_START_TWINS,
  ...TAKEN_APART_TWINS,
  ...HANDED_ON_TWINS,
  ...LED_ASTRAY_TWINS,
  ...HANDED_OVER_TWINS,
  ...BY_SETTINGS_TWINS,
  ...numbered(LOADED_CODE_TWINS),
  ...numbered(FURTHER_SHELL_TWINS),
  ...numbered(FURTHER_PROGRAM_TWINS),
  ...REAL_TWINS,
  ...REAL_TOOL_TWINS,
];
