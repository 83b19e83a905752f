import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { CustomField } from './declaration.ts'
import Definition from './definition.ts'
import { maskExample, maskPattern } from './mask.ts'
import { customRecord } from './records.ts'

const read = new WeakMap<Unit, Map<string, Promise<Definition[]>>>()

/**
 * The fields that the organisation added to the records of a table, in their order. None while the module is off.
 * Forms, lists, importers, exporters and prints of the table append them to their own.
 */
export function customFieldsOf(scope: Scope, table: string): Promise<CustomField[]> {
  return scope.read((unit) => fieldsIn(unit, table))
}

/**
 * Keys in `custom` of the rows of a table whose values are data about a person, archived fields included. Export and
 * erasure of a person's data ask for it.
 */
export async function personalCustomKeys(scope: Scope, table: string): Promise<string[]> {
  const definitions = await scope.read((unit) => definitionsOf(unit, table))
  return definitions.filter(({ personal }) => personal).map(({ key }) => key)
}

/** @internal The same as {@link customFieldsOf} inside an open unit. */
export async function fieldsIn(unit: Unit, table: string): Promise<CustomField[]> {
  const record = await customRecord(table)
  if (!record || !unit.scope.readable(record.module)) return []
  const definitions = await definitionsOf(unit, table)
  return definitions.filter(({ archivedAt }) => !archivedAt).map(asField)
}

/** @internal Every definition of a table, archived ones too; read once in each unit. */
export function definitionsOf(unit: Unit, table: string): Promise<Definition[]> {
  let tables = read.get(unit)
  if (!tables) read.set(unit, (tables = new Map()))
  let definitions = tables.get(table)
  if (!definitions) {
    definitions = Definition.query()
      .where('tableName', table)
      .orderBy('position')
      .orderBy('id')
      .exec()
    tables.set(table, definitions)
  }
  return definitions
}

/** @internal After a change of definitions in the unit. */
export function forgetDefinitions(unit: Unit) {
  read.delete(unit)
}

/** @internal A stored definition as the rest of the kernel works with it. */
export function asField(definition: Definition): CustomField {
  const { key, label, kind, required, showInList, filterable, print, personal } = definition
  const { options, min, max, mask } = definition
  const example = definition.example ?? (mask ? maskExample(mask) : null)
  const plain = ({ value, label: text }: { value: string; label: string }) => ({
    value,
    label: text,
  })
  return {
    key,
    label,
    ...(definition.help && { help: definition.help }),
    kind,
    required,
    ...(kind === 'choice' && {
      options: options.filter(({ archived }) => !archived).map(plain),
    }),
    ...(min !== null && { min }),
    ...(max !== null && { max }),
    ...(mask && { pattern: maskPattern(mask) }),
    ...(example && { example }),
    showInList,
    filterable,
    print,
    personal,
    archivedOptions: options.filter(({ archived }) => archived).map(plain),
  }
}
