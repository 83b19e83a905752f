import type { Client } from 'pg'
import { CITIES, FIRST, FIRST_HINDI, LAST, LAST_HINDI } from './names.ts'

/** Kind of query to the texts that people type. */
export type Queries = Record<string, string[]>

/** What people look for, taken from the records of an organisation; a dozen and more of each kind. */
export async function queriesOf(
  client: Client,
  organisationId: string,
  each: number
): Promise<Queries> {
  const some = async (table: string, column: string, where = 'true') => {
    const { rows } = await client.query<{ value: string }>(
      `select ${column} as value from ${table} where organisation_id = $1 and ${where} order by id desc
        offset (select count(*) / 3 from ${table} where organisation_id = $1 and ${where}) limit $2`,
      [organisationId, each]
    )
    return rows.map(({ value }) => value)
  }
  const plates = await some('vehicles_vehicles', 'registration')
  const phones = await some('contacts_contacts', 'phone')
  const names = await some('contacts_contacts', 'name', "name ~ '^[A-Z]'")
  const hindi = await some('contacts_contacts', 'name', "name !~ '^[A-Z]'")
  const { rows: owners } = await client.query<{ name: string; plate: string }>(
    `select split_part(c.name, ' ', 1) as name, right(v.registration, 4) as plate
       from vehicles_vehicles v join contacts_contacts c on c.organisation_id = v.organisation_id and c.id = v.contact_id
      where v.organisation_id = $1 order by v.id limit $2`,
    [organisationId, each]
  )
  const some12 = (list: readonly string[]) =>
    Array.from({ length: each }, (_, n) => list[(n * 7) % list.length])
  return {
    'plate, whole': plates.map((plate) => plate.replace(/^(..)(..)(.*)(\d{4})$/, '$1 $2 $3 $4')),
    'plate, last four': plates.map((plate) => plate.slice(-4)),
    'plate, part': plates.map((plate) => plate.slice(4)),
    'office of a plate': some12(['MH12', 'MH 14', 'KA05', 'mh15', 'DL3C']),
    'phone, whole': phones,
    'phone, five digits': phones.map((phone) => phone.slice(-8, -3)),
    'phone, with 0': phones.map((phone) => phone.replace('+91', '0')),
    'number': await some('jobcards_jobs', 'number'),
    'beginning of a number': await some('invoicing_invoices', 'left(number, 8)'),
    'invoice by prefix': (await some('invoicing_invoices', 'right(number, 6)')).map(
      (n) => `inv: ${n}`
    ),
    'two letters': some12(FIRST).map((name) => name.slice(0, 2)),
    'three letters': some12(LAST).map((name) => name.slice(0, 3)),
    'first name': some12(FIRST),
    'last name': some12(LAST),
    'whole name': names,
    'name and last four': owners.map(({ name, plate }) => `${name} ${plate}`),
    'Hindi, first name': some12(FIRST_HINDI),
    'Hindi, whole name': hindi,
    'Hindi, by Latin letters': some12([
      'Suneel',
      'Sharma',
      'Kulkarni',
      'Laxmi',
      'Vijay Patil',
      'Jadhav',
    ]),
    'Hindi, beginning': some12(LAST_HINDI).map((name) => [...name].slice(0, 2).join('')),
    'very common word': some12([
      'service',
      'brakes',
      'honda',
      'maruti',
      'battery',
      'general',
      'road',
      'gas',
    ]),
    'city': some12(CITIES),
    'misspelled': some12([
      'hundai',
      'tayota',
      'kulkrani',
      'mahindar',
      'deshmkh',
      'volkswagon',
      'gaikwaad',
      'renalt',
    ]),
    'nothing': some12(['qwertz', 'zzzzxx', '99999999999', 'XX99XX', 'no such thing', 'यक्षगानम']),
  }
}
