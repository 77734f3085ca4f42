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
  /** Addresses or networks of the proxy: `10.0.0.5`, `10.0.0.0/24`; this machine where none is given. */
  proxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .optional(),
  /** Signing in by an OpenID provider; the secret stands in a file of its own. `url` has to be given too. */
  openId: z
    .strictObject({
      name: z.string().min(1),
      issuer: z.url({ protocol: /^https?$/ }),
      clientId: z.string().min(1),
      clientSecretFile: z.string().min(1),
    })
    .optional(),
  /** File with the secret that opens /metrics to monitoring. */
  metricsSecretFile: z.string().min(1).optional(),
  idleMinutes: z.number().int().min(1).max(120).optional(),
  absoluteHours: z.number().int().min(1).max(24).optional(),
});

/** Below a share, as the record writes paths: a folder that it can never name would be nobody's. */
const folderPath = z
  .string()
  .refine((path) => !path.includes('\\') && !path.split('/').some((part) => part === '..' || part === '.'), {
    error: 'is no folder below the share: give it with forward slashes, without . and ..',
  });

/** Local workforce areas: the shares and folders that their custodians answer for. */
export const areasSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    folders: z.array(z.strictObject({ share: z.string().min(1), path: folderPath.exactOptional() })).min(1),
  }),
);

/** Who may see single values in the web app; nobody unless named here. */
export const revealConfigSchema = z.strictObject({
  /** Names of accounts: a permission of its own, beside the role. */
  people: z.array(z.string().min(1)).min(1),
  /** A second person of the list has to agree. */
  secondPerson: z.boolean().optional(),
  /** How long a granted reveal may be used. */
  minutes: z.number().int().min(1).max(60).optional(),
});

/** Where files are moved on request; off unless there is a folder. */
export const quarantineConfigSchema = z.strictObject({
  folder: z.string().min(1),
  /** Whom owners may ask, as the note in the file's place says it. */
  contact: z.string().min(1),
  /** Custodians who may move files, by account; the privacy officer may. */
  custodians: z.array(z.string().min(1)).optional(),
});

/** The agency's mail server, for asking owners. Off unless given. */
export const mailConfigSchema = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).optional(),
    /** `starttls` (default) and `tls` refuse a server that cannot; `none` is for a relay on this machine. */
    security: z.enum(['starttls', 'tls', 'none']).optional(),
    from: z.email(),
    /** Only addresses of these domains are written to. */
    domains: z.array(z.string().min(1)).min(1),
    user: z.string().min(1).optional(),
    /** The password is in a file of its own, never in this one. */
    passwordFile: z.string().min(1).optional(),
  })
  .refine(({ user, passwordFile }) => user === undefined || passwordFile !== undefined, {
    path: ['passwordFile'],
    error: 'is needed beside user',
  });
