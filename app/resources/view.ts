import type { ListColumn, ResourceFieldView, ResourceView } from '../http/page_types.ts'
import { labelIn, translate } from '../lang/translate.ts'
import { isReadable } from '../modules/gate.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ResourceDeclaration, ResourceField, ResourceRecordField } from './declaration.ts'
import { columnsOfList, statusesOf } from './list.ts'
import { moduleOf, nameKeyOf, pathOf, permissionOf } from './names.ts'
import { referencedBy } from './references.ts'
import { subtitleOf } from './search.ts'
import { isValue } from './validators.ts'
import { newLabel } from './write_out.ts'

/** What the pages of a resource need to know of it, in the words of the reader. */
export function viewOf(scope: Scope, resource: ResourceDeclaration): ResourceView {
  const { id, table, label, noun, about, icon, title, number, fields } = resource
  const say = (text: string) => labelIn(scope.language, moduleOf(resource), text)
  return {
    ...{ id, table, icon, title },
    path: pathOf(resource),
    label: say(label),
    noun: say(noun),
    about: say(about),
    newLabel: newLabelIn(scope, resource),
    numbered: number !== undefined,
    subtitle: subtitleOf(resource),
    searched: [
      ...(number ? [say('No.')] : []),
      ...fields.filter(({ key, search }) => search || key === title).map((each) => say(each.label)),
    ],
    fields: fields.map((field) => fieldView(scope, field, say)),
    columns: columnsOfList(resource).map((column) => columnView(column, say)),
    permissions: {
      create: permissionOf(resource, 'create'),
      update: permissionOf(resource, 'update'),
      archive: permissionOf(resource, 'archive'),
    },
  }
}

/** As the menu says it, where the module translates that; else by the noun alone. */
function newLabelIn(scope: Scope, resource: ResourceDeclaration): string {
  const english = newLabel(resource)
  const said = labelIn(scope.language, moduleOf(resource), english)
  if (said !== english || scope.language === 'en') return said
  const noun = labelIn(scope.language, moduleOf(resource), resource.noun)
  return translate(scope.language, 'kernel.resource.new', { noun })
}

type Say = (text: string) => string

function fieldView(scope: Scope, field: ResourceField, say: Say): ResourceFieldView {
  if (!isValue(field)) return recordView(scope, field, say)
  const { key, label, help, kind, required, options, min, max, pattern, example } = field
  const statuses = statusesOf(field)
  return {
    ...{ key, kind, required, min, max, pattern, example },
    label: say(label),
    ...(help && { help: say(help) }),
    ...(options && {
      options: options.map(({ value, label: name }) => ({ value, label: say(name) })),
    }),
    ...(statuses && { statuses: saidIn(statuses, say) }),
  }
}

function recordView(scope: Scope, field: ResourceRecordField, say: Say): ResourceFieldView {
  const { key, label, help, required } = field
  const { module, rule, reference } = referencedBy(field)
  const { create } = reference
  const opens = isReadable(scope, module) && (!rule.view || scope.can(rule.view))
  return {
    ...{ key, kind: 'record' as const, required },
    label: say(label),
    ...(help && { help: say(help) }),
    nameKey: nameKeyOf(key),
    lookup: reference.lookup,
    href: opens ? reference.href : null,
    ...(create &&
      scope.can(create.permission) && {
        create: {
          label: labelIn(scope.language, module, create.label),
          href: create.href,
          slot: create.slot,
        },
      }),
  }
}

function columnView(column: ListColumn, say: Say): ListColumn {
  const { statuses } = column
  return {
    ...column,
    label: say(column.label),
    ...(statuses && { statuses: saidIn(statuses, say) }),
  }
}

const saidIn = (statuses: NonNullable<ListColumn['statuses']>, say: Say) =>
  Object.fromEntries(
    Object.entries(statuses).map(([value, look]) => [value, { ...look, label: say(look.label) }])
  )
