import { z } from 'zod';

/** The web app's part of the configuration file. */
export const reviewConfigSchema = z.strictObject({
  /** How the browser reaches the server: `https://review.example.org`. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  host: z.string().min(1).optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  /** PEM files. */
  https: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }).optional(),
  behindProxy: z.boolean().optional(),
  idleMinutes: z.number().int().min(1).max(120).optional(),
  absoluteHours: z.number().int().min(1).max(24).optional(),
});

/** Local workforce areas: the shares and folders that their custodians answer for. */
export const areasSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    folders: z.array(z.strictObject({ share: z.string().min(1), path: z.string().exactOptional() })).min(1),
  }),
);
