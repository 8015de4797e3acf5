import { z } from 'zod';
import { digestSchema } from './descriptor.ts';

/**
 * Characters of one text that something runs or is run by. Far more than ran in any image: Linux gives a program no
 * word of more than 128 KiB.
 */
const MAX_TEXT = 1024 * 1024;
const text = z.string().max(MAX_TEXT, `longer than ${MAX_TEXT} characters, which nothing can run`);
const strings = z.array(text).nullish();
const emptyObjects = z.record(z.string(), z.unknown()).nullish();

const healthcheckSchema = z.object({
  /** `['NONE']`, `['CMD', …]` or `['CMD-SHELL', command]`. */
  Test: strings,
  Interval: z.number().nullish(),
  Timeout: z.number().nullish(),
  StartPeriod: z.number().nullish(),
  Retries: z.number().nullish(),
});

const runConfigSchema = z.object({
  User: text.nullish(),
  ExposedPorts: emptyObjects,
  Env: strings,
  Entrypoint: strings,
  Cmd: strings,
  Volumes: emptyObjects,
  WorkingDir: text.nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  StopSignal: z.string().nullish(),
  Shell: strings,
  OnBuild: strings,
  Healthcheck: healthcheckSchema.nullish(),
});

const historyRowSchema = z.object({
  created: z.string().nullish(),
  author: z.string().nullish(),
  created_by: text.nullish(),
  comment: z.string().nullish(),
  empty_layer: z.boolean().nullish(),
});

/** OCI image-spec, config.md, with Docker's additions (Healthcheck, OnBuild, Shell). */
export const configSchema = z.object({
  created: z.string().nullish(),
  author: z.string().nullish(),
  architecture: z.string().default(''),
  os: z.string().default(''),
  variant: z.string().nullish(),
  config: runConfigSchema.nullish().transform((value) => value ?? {}),
  rootfs: z.object({ type: z.string().optional(), diff_ids: z.array(digestSchema).nullish() }),
  history: z
    .array(historyRowSchema)
    .nullish()
    .transform((value) => value ?? []),
});

export type ImageConfig = z.infer<typeof configSchema>;
export type RunConfig = ImageConfig['config'];
export type Healthcheck = z.infer<typeof healthcheckSchema>;
export type HistoryRow = z.infer<typeof historyRowSchema>;
