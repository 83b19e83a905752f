import type { Scope } from '@karkhana/kernel'
import Item from '../../modules/catalog/models/item.ts'
import { createItem } from '../../modules/catalog/services/items.ts'
import Contact from '../../modules/contacts/models/contact.ts'
import { createContact } from '../../modules/contacts/services/contacts.ts'
import { createVehicle } from '../../modules/vehicles/services/vehicles.ts'
import { PARTS, SERVICES, type PartKey, type ServiceKey } from './catalogue.ts'
import { MARKS, MODELS } from './fleet.ts'
import { BUSINESSES, FIRST_NAMES, LAST_NAMES, PUNE_PINS, STREETS } from './people.ts'
import type { Chance } from './random.ts'

/** A customer with the vehicles they bring. */
export interface Customer {
  contactId: string
  vehicles: { id: string; odometerKm: number }[]
}

export interface CatalogEntry {
  id: string
  name: string
  hsn: string
  unit: string
  unitPrice: string
}

export type Catalogue = Record<ServiceKey | PartKey, CatalogEntry>

/** Enters the price list; a second branch finds it there. */
export async function enterCatalogue(scope: Scope): Promise<Catalogue> {
  const entries: [string, CatalogEntry][] = []
  for (const [kind, list] of [
    ['service', SERVICES],
    ['part', PARTS],
  ] as const) {
    for (const [key, entry] of Object.entries(list)) {
      const item =
        (await Item.query().where('code', entry.code).first()) ??
        (await createItem(scope, { ...entry, kind, treatment: 'taxable' }))
      const { name, hsn, unit, unitPrice } = entry
      entries.push([key, { id: item.id, name, hsn, unit, unitPrice }])
    }
  }
  return Object.fromEntries(entries) as Catalogue
}

/** Enters the businesses, unless another branch has, and `count` private customers, each with one vehicle or more. */
export async function enterCustomers(
  scope: Scope,
  chance: Chance,
  count: number
): Promise<Customer[]> {
  const taken = new Set<string>()
  const customers: Customer[] = []
  for (const business of BUSINESSES) {
    const known = await Contact.query().where('gstin', business.gstin).first()
    const contact =
      known ??
      (await createContact(scope, {
        kind: 'customer',
        name: business.name,
        gstin: business.gstin,
        phone: phone(chance, taken),
        email: `accounts${customers.length + 1}@example.com`,
        addressLine1: `${chance.between(2, 90)} Industrial Estate`,
        city: business.city,
        postalCode: business.postalCode,
      }))
    const vehicles = await enterVehicles(scope, chance, taken, contact.id, chance.between(2, 4))
    customers.push({ contactId: contact.id, vehicles })
  }
  for (let made = 0; made < count; made++) {
    const name = `${chance.pick(FIRST_NAMES)} ${chance.pick(LAST_NAMES)}`
    const contact = await createContact(scope, {
      kind: 'customer',
      name,
      phone: phone(chance, taken),
      email: chance.percent(60)
        ? `${name.toLowerCase().replace(' ', '.')}${made}@example.com`
        : null,
      addressLine1: `${chance.between(1, 240)} ${chance.pick(STREETS)}`,
      city: 'Pune',
      stateCode: '27',
      postalCode: chance.pick(PUNE_PINS),
    })
    const vehicles = await enterVehicles(
      scope,
      chance,
      taken,
      contact.id,
      chance.percent(12) ? 2 : 1
    )
    customers.push({ contactId: contact.id, vehicles })
  }
  return customers
}

async function enterVehicles(
  scope: Scope,
  chance: Chance,
  taken: Set<string>,
  contactId: string,
  count: number
) {
  const vehicles = []
  for (let made = 0; made < count; made++) {
    const odometerKm = chance.between(900, 31_000)
    const vehicle = await createVehicle(scope, {
      ...chance.weighted(MODELS),
      contactId,
      registration: fresh(taken, () => registration(chance)),
      odometerKm,
    })
    vehicles.push({ id: vehicle.id, odometerKm })
  }
  return vehicles
}

function registration(chance: Chance) {
  const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'
  const series = `${chance.pick([...letters])}${chance.pick([...letters])}`
  return `${chance.weighted(MARKS)}${series}${String(chance.between(1, 9999)).padStart(4, '0')}`
}

function phone(chance: Chance, taken: Set<string>) {
  return fresh(
    taken,
    () => `+919${chance.between(0, 8)}${String(chance.between(0, 99_999_999)).padStart(8, '0')}`
  )
}

function fresh(taken: Set<string>, make: () => string): string {
  for (;;) {
    const value = make()
    if (taken.has(value)) continue
    taken.add(value)
    return value
  }
}
