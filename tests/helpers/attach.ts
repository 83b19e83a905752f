import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { beginUpload, finishUpload, storePart } from '../../app/attachments/uploads.ts'
import { openRecord } from '../../app/records/open_record.ts'

/** Attaches a small text to a record, as the owner would from its page. */
export async function attach(
  workshop: Workshop,
  place: { table: string; id: string },
  name: string
): Promise<void> {
  const scope = await workshop.scope()
  const record = await openRecord(scope, await app.container.make(ModuleRegistry), place, {
    write: true,
  })
  const content = Buffer.from('Odometer 12,400 km\n')
  const { id } = await beginUpload(scope, record, { name, bytes: content.length })
  await storePart(scope, record, id, { part: 0, content })
  await finishUpload(scope, record, id)
}
