import type { Scope } from '@karkhana/kernel'

/** A file of one importer, of which every so-manieth row is bad. */
export interface ImportFile {
  importer: string
  table: string
  /** Makes what the rows need to be there. */
  prepare(scope: Scope): Promise<void>
  headings: string
  row(n: number, bad: boolean): string
  /** SQL that gives copies of the rows values of their own where a value stands once. */
  renewed: string
}

const OWNERS = 400

/** The files that are imported, by the last word of their importer. */
export const IMPORT_FILES: Record<string, ImportFile> = {
  contacts: {
    importer: 'contacts.contacts',
    table: 'contacts_contacts',
    prepare: () => Promise.resolve(),
    headings: 'Name,Phone,E-mail,Address line 1,City,State code,PIN code,Notes',
    row: (n, bad) =>
      `Customer ${n},${bad ? '12' : `98${20_000_000 + n}`},c${n}@example.com,${n % 7} Karve Road,Pune,27,411004,Fleet of ${n % 40}`,
    renewed: 'gstin = null',
  },
  vehicles: {
    importer: 'vehicles.vehicles',
    table: 'vehicles_vehicles',
    async prepare(scope) {
      await scope.work((unit) =>
        unit.rows(
          `insert into contacts_contacts (organisation_id, id, kind, name, phone)
           select ?, gen_random_uuid(), 'customer', 'Customer ' || n, '+91' || (9820000000 + n)
             from generate_series(0, ?) as n`,
          [scope.organisationId, OWNERS - 1]
        )
      )
    },
    headings: 'Registration,Make,Model,Fuel,Odometer km,Owner,Owner phone',
    row: (n, bad) =>
      `${bad ? 'XX 1' : 'MH'} ${10 + (n % 40)} ${'ABCDEFGHJK'[Math.floor(n / 9_999) % 10]}${'ABCDEFGHJK'[n % 10]} ${1 + (n % 9_999)},` +
      `Ather,450X,Electric,${1_000 + n},Customer ${n % OWNERS},${9_820_000_000 + (n % OWNERS)}`,
    renewed: `registration = 'Z' || registration`,
  },
  items: {
    importer: 'catalog.items',
    table: 'catalog_items',
    prepare: () => Promise.resolve(),
    headings: 'Code,Name,Kind,HSN/SAC,Unit,Price before tax,Cost before tax,Description',
    row: (n, bad) =>
      `PRT-${n},Part ${n},Part,${bad ? '12' : '8536'},NOS,${100 + (n % 900)}.50,${50 + (n % 90)}.00,For model ${n % 12}`,
    renewed: `code = 'Z' || code`,
  },
}
