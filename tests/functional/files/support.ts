import { createHash } from 'node:crypto'
import type { Scope } from '@karkhana/kernel'
import { keepFile, storeFile } from '../../../app/files/store_file.ts'
import type { StoredFile } from '../../../app/files/stored_file.ts'

/** Id of a record that does not matter here. */
export const OWNER = { table: 'tickets_tickets', id: '0198c0de-0000-7000-8000-000000000001' }

/** A file that nobody keeps yet. */
export function store(scope: Scope, text: string): Promise<StoredFile> {
  return storeFile(scope, {
    purpose: 'kernel.test',
    type: 'text/plain',
    content: Buffer.from(text),
  })
}

/** A kept file of the organisation. */
export async function keep(scope: Scope, text: string): Promise<StoredFile> {
  const file = await store(scope, text)
  await scope.work((unit) => keepFile(unit, file.id, OWNER))
  return { ...file, state: 'kept' }
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What the database says of the files of an organisation. */
export async function rowsOf(scope: Scope) {
  return scope.read((unit) =>
    unit.rows<{ id: string; state: string }>('select id, state from stored_files order by id')
  )
}

/** Makes rows older, as if so many hours had gone by. */
export async function age(scope: Scope, table: 'stored_files' | 'attachments', hours: number) {
  await scope.work((unit) =>
    unit.rows(`update ${table} set created_at = created_at - ?::interval`, [`${hours} hours`])
  )
}
