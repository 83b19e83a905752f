import type { ExportableModule } from './exportable.ts'

/** `manifest.json` of an export: what is in it, and by what it can be checked. */
export interface ExportManifest {
  format: 'karkhana-export@1'
  organisation: { id: string; name: string; legalName: string }
  /** ISO instant at which everything was seen. */
  createdAt: string
  createdBy: string
  kernel: string
  modules: (ExportableModule & { migrations: string[] })[]
  /** In the order of the file. */
  files: ExportedFile[]
  /** Tables that are in no export, and why. */
  withheld: { table: string; reason: string }[]
  /** Modules whose data the organisation has and that this deployment does not have; nothing of them is in here. */
  notInstalled: string[]
  /** Files that the file store did not have any more, and why. */
  missing: { path: string; reason: string }[]
}

/** One file of an export. */
export interface ExportedFile {
  path: string
  module: string
  bytes: number
  /** Hexadecimal. */
  sha256: string
  /** Of NDJSON files: the table, its rows, and the chain of SHA-256 over the lines. */
  table?: string
  rows?: number
  digest?: string
}

/** What the database counted at the instant of the export: module to table to a fact. */
export interface Snapshot {
  rows: Record<string, Record<string, number>>
  digests: Record<string, Record<string, { digest: string; hidden: string[] }>>
}

/** The page that explains the file to somebody who opens it years later. */
export function readme(manifest: ExportManifest): string {
  const modules = manifest.modules.map(({ id, name, version }) => `  ${id}/  ${name} ${version}`)
  return `${manifest.organisation.name}: export of data
${'='.repeat(manifest.organisation.name.length + 16)}

Made on ${manifest.createdAt} (UTC) by ${manifest.createdBy}, with Karkhana ${manifest.kernel}.
Everything in here was true at that instant.

Folders
-------
${modules.join('\n')}

Each folder holds two files per table:
  <table>.ndjson  for programs: one JSON object per line, every column, exactly as it was stored
  <table>.csv     for people: the same rows for a spreadsheet (UTF-8)
and, in files/, what belongs to the module besides its tables.

How to read it
--------------
- Amounts of money are whole paise: 474700 is 4,747.00 rupees. Unit prices and quantities are decimal numbers.
- Instants are in UTC; business dates (YYYY-MM-DD) are days of the organisation's own calendar.
- Rows point to each other by id: "contact_id" in one table is "id" in another.
- In CSV files a cell that a spreadsheet could run as a formula begins with an apostrophe.
- Passwords, keys of outside services and secret parts of links are in no export.

How to check it
---------------
manifest.json names every file with its SHA-256 and the number of its rows. The line
  npm run ace -- data:verify <this file>
reads the whole file again and compares.
`
}
