import { ensureAllBranches } from '../access/branch_limits.ts'
import { findOr404, lockForUpdate } from '../database/locks.ts'
import { RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import Definition from './definition.ts'
import { forgetDefinitions } from './definitions.ts'
import { CustomFieldLabelError, MOST_FIELDS, TooManyCustomFieldsError } from './errors.ts'
import { impactOf, usageOf, type FieldImpact } from './impact.ts'
import { ensureIndexed, recordKindOr404, type RecordKind } from './records.ts'
import { shapeDefinition, type CustomFieldInput } from './shape.ts'
import { slugFor } from './slug.ts'

const PERMISSION = 'kernel.custom_field.manage'

/** Fields of one kind of record in their order, archived ones last. */
export async function listCustomFields(scope: Scope, table: string): Promise<Definition[]> {
  scope.ensure(PERMISSION)
  const { table: known } = await recordKindOr404(scope, table, 'record')
  return scope.read(() =>
    Definition.query()
      .where('tableName', known)
      .orderByRaw('archived_at is not null')
      .orderBy('position')
      .orderBy('id')
  )
}

/** @throws NotFoundError also while the module of its records is off */
export async function getCustomField(scope: Scope, id: string): Promise<Definition> {
  scope.ensure(PERMISSION)
  const definition = await scope.read(() => findOr404(Definition, id, { what: 'field' }))
  await recordKindOr404(scope, definition.tableName)
  return definition
}

/**
 * Adds a field behind the others.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError at `record`, TooManyCustomFieldsError,
 * CustomFieldLabelError, CustomFieldShapeError
 */
export async function createCustomField(
  scope: Scope,
  table: string,
  input: CustomFieldInput
): Promise<Definition> {
  const record = await changeable(scope, table, 'record')
  return scope.work(async (unit) => {
    const present = await hold(unit, record)
    ensureRoom(record, present)
    ensureLabel(present, input.label)
    const definition = new Definition()
    shapeDefinition(definition, input)
    if (definition.filterable) await ensureIndexed(unit, record)
    const taken = new Set(present.map(({ key }) => key))
    definition.merge({
      tableName: record.table,
      key: slugFor(input.label, taken, 'field'),
      position: Math.max(-1, ...present.map(({ position }) => position)) + 1,
    })
    await definition.save()
    forgetDefinitions(unit)
    return definition.refresh()
  })
}

/**
 * Changes a field; its key stays.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError, VersionConflictError, CustomFieldLabelError,
 * CustomFieldShapeError, CustomFieldKindError, CustomOptionUsedError
 */
export async function updateCustomField(
  scope: Scope,
  id: string,
  { version, ...input }: CustomFieldInput & { version: number }
): Promise<Definition> {
  const record = await recordOf(scope, id)
  return scope.work(async (unit) => {
    const present = await hold(unit, record)
    const definition = await lockForUpdate(Definition, id, { version, what: 'field' })
    const others = present.filter((each) => each.id !== id)
    if (!definition.archivedAt) ensureLabel(others, input.label)
    const { refused } = await change(unit, record, definition, input)
    if (refused.length > 0) throw refused[0]
    if (definition.filterable) await ensureIndexed(unit, record)
    await definition.save()
    forgetDefinitions(unit)
    return definition.refresh()
  })
}

/**
 * What a change would mean for the records that are there; nothing is saved.
 * @throws NotFoundError, CustomFieldShapeError
 */
export async function customFieldImpact(
  scope: Scope,
  id: string,
  input: CustomFieldInput
): Promise<FieldImpact> {
  const record = await recordOf(scope, id)
  return scope.read(async (unit) => {
    const definition = await findOr404(Definition, id, { what: 'field' })
    const { refused, notices } = await change(unit, record, definition, input)
    const told = refused.map(({ field, message, next }) => ({
      field: field ?? '',
      message,
      next: next ?? '',
    }))
    return { refused: told, notices }
  })
}

/** Takes a field out of forms, lists and prints; the values stay in the records. Twice is no error. */
export async function archiveCustomField(scope: Scope, id: string): Promise<Definition> {
  const record = await recordOf(scope, id)
  return scope.work(async (unit) => {
    await hold(unit, record)
    const definition = await lockForUpdate(Definition, id, { what: 'field' })
    definition.archivedAt ??= scope.now()
    await definition.save()
    forgetDefinitions(unit)
    return definition.refresh()
  })
}

/** @throws NotFoundError, TooManyCustomFieldsError, CustomFieldLabelError */
export async function restoreCustomField(scope: Scope, id: string): Promise<Definition> {
  const record = await recordOf(scope, id)
  return scope.work(async (unit) => {
    const present = await hold(unit, record)
    const definition = await lockForUpdate(Definition, id, { what: 'field' })
    if (definition.archivedAt) {
      ensureRoom(record, present)
      ensureLabel(present, definition.label)
    }
    definition.archivedAt = null
    await definition.save()
    forgetDefinitions(unit)
    return definition.refresh()
  })
}

/** @throws RuleError E_CUSTOM_FIELD_ORDER when `ids` are not exactly the fields that are in use */
export async function orderCustomFields(scope: Scope, table: string, ids: string[]) {
  const record = await changeable(scope, table, 'record')
  await scope.work(async (unit) => {
    const present = (await hold(unit, record)).filter(({ archivedAt }) => !archivedAt)
    const same = new Set(ids).size === present.length && ids.length === present.length
    if (!same || present.some(({ id }) => !ids.includes(id))) {
      throw new RuleError('E_CUSTOM_FIELD_ORDER', 'These are not the fields that are in use.', {
        field: 'ids',
        next: 'Reload the page and order them again.',
      })
    }
    for (const definition of present) {
      await definition.merge({ position: ids.indexOf(definition.id) }).save()
    }
    forgetDefinitions(unit)
  })
}

async function recordOf(scope: Scope, id: string): Promise<RecordKind> {
  const { tableName } = await getCustomField(scope, id)
  return changeable(scope, tableName)
}

/** Fields concern the records of every branch, and are changed while their module is in use. */
async function changeable(scope: Scope, table: string, field?: string): Promise<RecordKind> {
  scope.ensure(PERMISSION)
  ensureAllBranches(scope, 'Adding and changing fields')
  const record = await recordKindOr404(scope, table, field)
  scope.ensureModule(record.module)
  return record
}

/** The fields of a kind of record, still until the transaction ends: nobody adds one beside us. */
async function hold(unit: Unit, { table }: RecordKind): Promise<Definition[]> {
  await unit.rows(
    `select pg_advisory_xact_lock(
       hashtextextended('kernel.custom_fields:' || kernel_organisation_id() || ':' || ?, 0))`,
    [table]
  )
  return Definition.query().where('tableName', table).orderBy('position').orderBy('id')
}

async function change(
  unit: Unit,
  record: RecordKind,
  definition: Definition,
  input: CustomFieldInput
) {
  const before = new Definition()
  before.merge({ ...definition.$attributes } as Partial<Definition>)
  const usage = await usageOf(unit, record, before)
  shapeDefinition(definition, input)
  return impactOf(unit, record, { before, after: definition, usage })
}

function ensureRoom({ label }: RecordKind, present: Definition[]) {
  if (present.filter(({ archivedAt }) => !archivedAt).length >= MOST_FIELDS) {
    throw new TooManyCustomFieldsError(label)
  }
}

function ensureLabel(present: Definition[], label: string) {
  const twin = present.find(
    (each) => !each.archivedAt && each.label.toLowerCase() === label.toLowerCase()
  )
  if (twin) throw new CustomFieldLabelError(twin.label)
}
