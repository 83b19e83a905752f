import { readFile } from 'node:fs/promises'
import { BlockList, isIPv6 } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Reader, type CityResponse, type Response } from 'mmdb-lib'

/** Country by address, for every block that the registries gave out. */
const COUNTRIES = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'

/** The bundled database of countries has records of this shape; GeoLite-like ones of the other. */
type Place = { country_code?: string; city?: string } & Partial<Omit<CityResponse, 'city'>>

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4')
}
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

const countryNames = new Intl.DisplayNames('en', { type: 'region' })

let opened: Promise<Reader<Response>> | undefined

/**
 * Where an address is, in words for people: "Pune, India" by the database that `GEO_DATABASE` names, else the country.
 * "This network" for private addresses. `null` when nobody knows. A hint only: providers move addresses about.
 * @throws when the database that `GEO_DATABASE` names cannot be read
 */
export async function placeOf(ip: string | null): Promise<string | null> {
  if (!ip) return null
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (PRIVATE.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')) return 'This network'
  opened ??= open()
  const place = (await opened).get(plain) as Place | null
  return place ? inWords(place) : null
}

function inWords(place: Place & { city?: unknown }): string | null {
  const code = place.country_code ?? place.country?.iso_code
  const country = code ? (countryNames.of(code) ?? code) : null
  const { city } = place
  const cityName =
    typeof city === 'string' ? city : (city as CityResponse['city'] | undefined)?.names?.en
  return [cityName, country].filter(Boolean).join(', ') || null
}

async function open(): Promise<Reader<Response>> {
  const file = process.env.GEO_DATABASE || fileURLToPath(import.meta.resolve(COUNTRIES))
  return new Reader<Response>(await readFile(file))
}
