import { defineArchive } from '@karkhana/kernel/module'
import { archiveItem } from './services/items.ts'

/** What becomes of archived items. */
export default defineArchive({
  label: 'Catalog item',
  title: ['name', 'code'],
  permission: 'catalog.item.update',
  restore: (scope, id) => archiveItem(scope, id, false),
})
