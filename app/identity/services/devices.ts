import Bowser from 'bowser'
import { isIPv4, isIPv6 } from 'node:net'

/** What a person would call the thing they sign in with. */
export interface Device {
  /** "Chrome on Android" */
  name: string
  kind: 'phone' | 'tablet' | 'computer' | 'program'
}

const KINDS: Record<string, Device['kind']> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
}

/** Reads the device out of a User-Agent header, which is the sender's word and good for showing only. */
export function describeDevice(userAgent: string | null): Device {
  if (!userAgent) return { name: 'Unknown device', kind: 'program' }
  const { browser, os, platform } = Bowser.parse(userAgent)
  if (!browser.name && !os.name) return { name: 'Unknown program', kind: 'program' }
  return {
    name: [browser.name ?? 'Unknown browser', os.name].filter(Boolean).join(' on '),
    kind: KINDS[platform.type ?? ''] ?? 'computer',
  }
}

/** Bytes of an address that name its network: /24 for IPv4, /48 for IPv6, as providers hand them out. */
const IPV4_PARTS = 3
const IPV6_PARTS = 3

/** The network an address belongs to; addresses of one household or office share it. `null` for what is no address. */
export function networkOf(ip: string | null): string | null {
  if (!ip) return null
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return plain.split('.').slice(0, IPV4_PARTS).join('.')
  return isIPv6(plain) ? expanded(plain).slice(0, IPV6_PARTS).join(':') : null
}

/** The eight groups of an IPv6 address without leading zeros. */
function expanded(ip: string): string[] {
  const [head, tail] = ip.toLowerCase().split('::')
  const first = head ? head.split(':') : []
  const last = tail ? tail.split(':') : []
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  return [...first, ...Array<string>(gap).fill('0'), ...last].map(
    (group) => group.replace(/^0+(?=.)/, '') || '0'
  )
}
