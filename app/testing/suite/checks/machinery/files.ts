import sharp from 'sharp'
import { listAttachments } from '../../../../attachments/view.ts'
import { beginUpload, finishUpload, storePart } from '../../../../attachments/uploads.ts'
import { readAttachment } from '../../../../attachments/attachments.ts'
import { openRecord } from '../../../../records/open_record.ts'
import type { Scope } from '../../../../tenancy/scope.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { whileOff } from './foreign.ts'

/** A file at a record is there for the organisation of the record, while the module is on or archived. */
export async function fileProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry } = module
  const kept = manifest.records.filter(({ view }) => view !== null)
  if (kept.length === 0) return []
  const { a, b } = await module.pair()
  const ids = await module.idsOf(await a.scope())
  const problems: string[] = []
  for (const { table } of kept) {
    const [id] = ids.get(table) ?? []
    if (!id) continue
    const place = { table, id }
    const file = await attach(await a.scope(), module, place).catch((error: unknown) => {
      problems.push(
        `no file can be attached to a row of ${table}: ${(error as Error).message}; let the kernel keep it`
      )
      return null
    })
    if (!file) continue
    const isThere = async (scope: Scope) => {
      const record = await openRecord(scope, registry, place)
      await readAttachment(scope, record, file, 'content')
      return (await listAttachments(scope, record)).length > 0
    }
    const reads = async (scope: Scope) => isThere(scope).catch(() => false)
    if (!(await reads(await a.scope()))) problems.push(`a file at ${table} cannot be read`)
    if (await reads(await b.scope())) {
      problems.push(
        `a file at ${table} of one organisation is read by another; secure the table by organisationTable()`
      )
    }
    if (await whileOff(module, a, async () => reads(await a.scope()))) {
      problems.push(`a file at ${table} is read while the module is off`)
    }
  }
  return problems
}

async function attach(
  scope: Scope,
  { registry }: ModuleUnderTest,
  place: { table: string; id: string }
): Promise<string> {
  const background = { r: 1, g: 2, b: 3 }
  const content = await sharp({ create: { width: 2, height: 2, channels: 3, background } })
    .png()
    .toBuffer()
  const record = await openRecord(scope, registry, place, { write: true })
  const { id } = await beginUpload(scope, record, { name: 'suite.png', bytes: content.length })
  await storePart(scope, record, id, { part: 0, content })
  await finishUpload(scope, record, id)
  return id
}
