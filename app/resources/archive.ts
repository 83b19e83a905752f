import { defineArchive, type ArchiveDeclaration } from '../recently_deleted/declaration.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { columnOf, permissionOf } from './names.ts'
import { archiveRecord } from './records.ts'

/** How archived records of the resource are called, and brought back. */
export function archiveOf(resource: ResourceDeclaration): ArchiveDeclaration {
  const { noun, number, title } = resource
  return defineArchive({
    label: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`,
    title: [...(number ? ['number'] : []), columnOf({ key: title })],
    permission: permissionOf(resource, 'archive'),
    restore: (scope, id) => archiveRecord(scope, resource, id, false),
  })
}
