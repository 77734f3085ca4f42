import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { TEXTS } from './texts.ts';

export interface AdmissionOptions {
  /** The browser speaks HTTPS to a proxy, which passes on. */
  readonly behindProxy: boolean;
  /** Addresses of that proxy, `10.0.0.5` or `10.0.0.0/24`; this machine where none is given. Nobody else is believed or answered. */
  readonly proxies?: readonly string[];
  /** Names under which the server answers, with their port; any where it is empty. Guards against DNS rebinding. */
  readonly hosts: readonly string[];
  /** As the browser names this server, where it is known: `https://review.example.org`. */
  readonly origin?: string;
}

export interface Refusal {
  readonly status: 403 | 421;
  readonly why: string;
  readonly remedy: string;
}

/** What is looked at before any route: who passes the question on, under which name, and which site a change comes from. */
export interface Admission {
  /** Whether what that address says of the browser is believed. */
  readonly isProxy: (address: string) => boolean;
  readonly refusalOf: (request: FastifyRequest) => Refusal | undefined;
}

const THIS_MACHINE = ['127.0.0.0/8', '::1'];

export function createAdmission({ behindProxy, proxies, hosts, origin }: AdmissionOptions): Admission {
  const known = new BlockList();
  for (const each of behindProxy ? (proxies ?? THIS_MACHINE) : []) {
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string) => known.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return {
    isProxy,
    refusalOf(request) {
      if (behindProxy && !isProxy(request.socket.remoteAddress ?? '')) return notThere();
      if (behindProxy && request.headers['x-forwarded-proto'] === 'http') return notThere();
      if (hosts.length > 0 && !hosts.includes(request.host)) return notThere();
      return changes(request) && isForeign(request, origin)
        ? { status: 403, why: TEXTS.refused.form, remedy: TEXTS.refused.formRemedy }
        : undefined;
    },
  };
}

function notThere(): Refusal {
  return { status: 421, why: TEXTS.refused.host, remedy: TEXTS.refused.hostRemedy };
}

function changes({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/**
 * What the browser says of the site that sent a form; a program that is no browser says nothing and has no cookies to lend. `none` is
 * a person who repeats a form after the browser was closed.
 * https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header, https://www.rfc-editor.org/rfc/rfc6454#section-7
 */
function isForeign({ headers, protocol, host }: FastifyRequest, own: string | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && ![own, `${protocol}://${host}`].includes(headers.origin);
}

/** Whose questions are counted together: an address, or the network of 2^64 addresses that one holder of IPv6 has. */
export function countedAddress(address: string): string {
  if (isIP(address) !== 6 || address.includes('.')) return address;
  const [before = '', after = ''] = address.split('::');
  const head = before.split(':').filter((part) => part !== '');
  const tail = address.includes('::') ? after.split(':').filter((part) => part !== '') : [];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
