import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { ensureOutside } from '../outside/ensure_outside.ts'
import { unlessAborted } from '../outside/exchange.ts'
import { WebhookAddressError } from './errors.ts'

/** A looked-up address of a host. */
export interface HostAddress {
  address: string
  family: 4 | 6
}

/** How names become addresses; tests bring their own. */
export const resolver = {
  async lookup(host: string): Promise<HostAddress[]> {
    return (await lookup(host, { all: true, verbatim: true })) as HostAddress[]
  },
}

/**
 * Networks that no address of a member may lead to: this machine, private and shared networks, link-local ones with
 * the metadata services of clouds, documentation, multicast, and those that carry an IPv4 address inside (RFC 6890,
 * IANA special-purpose registries).
 */
const FORBIDDEN: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Of IPv6 only what is routed in public, without its special parts. */
const PUBLIC_V6: [string, number] = ['2000::', 3]
const FORBIDDEN_V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const forbidden = new BlockList()
for (const [network, bits] of FORBIDDEN) forbidden.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of FORBIDDEN_V6) forbidden.addSubnet(network, bits, 'ipv6')
const publicV6 = new BlockList()
publicV6.addSubnet(...PUBLIC_V6, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a webhook may be sent to this IP address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  if (loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')) return allowsLoopback()
  if (family === 4) return !forbidden.check(address, 'ipv4')
  return publicV6.check(address, 'ipv6') && !forbidden.check(address, 'ipv6')
}

/** Outside production, for developers and tests: `WEBHOOKS_ALLOW_LOOPBACK=true` lets this machine be reached. */
function allowsLoopback() {
  const { NODE_ENV, WEBHOOKS_ALLOW_LOOPBACK } = process.env
  return NODE_ENV !== 'production' && WEBHOOKS_ALLOW_LOOPBACK === 'true'
}

/**
 * The addresses behind a host, if every one of them may be reached.
 * @throws WebhookAddressError
 */
export async function publicAddresses(host: string): Promise<HostAddress[]> {
  ensureOutside('The name service')
  // The literal of an IPv6 address stands in brackets in a URL.
  const bare = host.replace(/^\[|\]$/g, '')
  const family = isIP(bare)
  const found = family ? [{ address: bare, family: family as 4 | 6 }] : await find(bare)
  if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) {
    throw new WebhookAddressError(
      `${bare} is not on the public internet.`,
      'Enter the address of a server that anybody can reach.'
    )
  }
  return found
}

/** Milliseconds that the name of a host is looked up. */
const PATIENCE = 5_000

async function find(host: string): Promise<HostAddress[]> {
  const late = AbortSignal.timeout(PATIENCE)
  try {
    return await unlessAborted(resolver.lookup(host), late)
  } catch {
    throw late.aborted
      ? new WebhookAddressError(
          `The name ${host} could not be looked up within ${PATIENCE / 1000} seconds.`,
          'Try again in a moment.'
        )
      : new WebhookAddressError(
          `Nobody knows the name ${host}.`,
          'Check the spelling, or wait until the name is set up.'
        )
  }
}

/**
 * The address that somebody entered, if the server may call it: https, no sign-in inside, a public host.
 * @throws WebhookAddressError naming `url`
 */
export async function checkedUrl(text: string): Promise<URL> {
  return (await resolvedUrl(text)).url
}

/** {@link checkedUrl} with the addresses that were found, for the connection to go to. @throws WebhookAddressError */
export async function resolvedUrl(text: string): Promise<{ url: URL; addresses: HostAddress[] }> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new WebhookAddressError('This is no web address.', 'It begins with https://.')
  }
  if (url.username || url.password) {
    throw new WebhookAddressError(
      'A name or password stands in the address.',
      'Leave it out; each message is signed instead.'
    )
  }
  const addresses = await publicAddresses(url.hostname)
  const here = addresses.every(({ address, family }) =>
    loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
  )
  if (url.protocol === 'http:' && !here) {
    throw new WebhookAddressError('The address is not encrypted.', 'Use one with https://.')
  }
  return { url, addresses }
}
