import { listDocuments } from '../documents/registry.ts'
import type { NamedListProps } from '../http/page_types.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { ViewsOfList } from '../list_views/views.ts'
import { TRANSFER } from '../transfer/definitions.ts'
import type { Scope } from '../tenancy/scope.ts'
import { labelIn } from '../lang/translate.ts'
import type { AnyList } from './declaration.ts'
import { listOwner } from './list_owner.ts'
import { USE_LISTS, SHARE_VIEWS } from './permissions.ts'

/** What a list with a name offers the reader of its page besides rows and filters. */
export async function namedProps(
  scope: Scope,
  list: AnyList,
  views: ViewsOfList
): Promise<NamedListProps> {
  const module = list.name!.split('.')[0]
  const say = (label: string) => labelIn(scope.language, listOwner(list), label)
  const mayChange = scope.active(module) && !scope.readOnly && scope.can(USE_LISTS)
  const edits = Object.entries(list.edits ?? {}).filter(
    ([, { permission }]) => mayChange && scope.can(permission)
  )
  const actions = Object.entries(list.actions ?? {}).filter(
    ([, { permission }]) => mayChange && scope.can(permission)
  )
  return {
    ...views,
    name: list.name!,
    columns: (list.columns ?? []).map((column) => ({ ...column, label: say(column.label) })),
    edits: Object.fromEntries(
      await Promise.all(
        edits.map(async ([key, { field, from = key }]) => [
          key,
          { field: typeof field === 'function' ? await field(scope) : field, from },
        ])
      )
    ) as NamedListProps['edits'],
    actions: await Promise.all(
      actions.map(async ([key, { label, icon, fields = [], confirm, undo }]) => ({
        key,
        label: say(label),
        icon,
        confirm: confirm && say(confirm),
        undoable: undo !== undefined,
        fields: typeof fields === 'function' ? await fields(scope) : fields,
      }))
    ),
    documents: await printable(scope, list),
    mayShare: scope.can(SHARE_VIEWS) && !scope.readOnly,
    mayExport: scope.can(TRANSFER) && (list.columns?.length ?? 0) > 0,
  }
}

/** The documents that the reader may print of the records of a list. */
async function printable(scope: Scope, { record }: AnyList): Promise<NamedListProps['documents']> {
  if (!record || scope.readOnly || !scope.actor.memberId) return []
  const documents = await listDocuments(scope, installedRegistry(), record.table)
  return documents.map(({ id, title, module, formats }) => ({
    id,
    title: labelIn(scope.language, module, title),
    formats,
  }))
}
