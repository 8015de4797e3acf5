/**
 * What a Java archive says of itself. Anybody can write it there. Texts are cut at `MAX_JAR_TEXT` characters and
 * otherwise as they are in the file.
 */
export interface JarFacts {
  /** `Main-Class` of its manifest: what `java -jar` runs. */
  readonly mainClass?: string;
  /** `Start-Class`: what Spring Boot's loader runs in turn. */
  readonly startClass?: string;
  /** `Implementation-Title` and `Implementation-Version`. */
  readonly title?: string;
  readonly version?: string;
  /** `Class-Path`: other archives, relative to this one. */
  readonly classPath?: string;
  /** `group:artifact:version` of each `META-INF/maven/…/pom.properties`, at most `MAX_COORDINATES`. */
  readonly coordinates: readonly string[];
  /** How many more there are. */
  readonly moreCoordinates?: number;
  /** Why it could not be read, or not all of it. */
  readonly problem?: string;
}

export const MAX_JAR_TEXT = 300;
/** A class path may name hundreds of archives. */
export const MAX_CLASS_PATH = 8000;
/** An archive that other archives were merged into has one for each. */
export const MAX_COORDINATES = 50;
