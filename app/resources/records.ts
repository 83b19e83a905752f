import { v7 as uuidv7 } from 'uuid'
import { visible } from '../access/visibility.ts'
import { customOf, withCustom } from '../custom_fields/values.ts'
import { NotFoundError, VersionConflictError } from '../errors.ts'
import { nextNumber } from '../numbers/series.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { ArchivedRecordError, ArchivedReferenceError } from './errors.ts'
import type { ResourceHooks, ResourceSaving, ResourceValues } from './hooks.ts'
import { recordFields, referencedBy } from './references.ts'
import {
  columnsOf,
  fromResource,
  own,
  rowOf,
  valuesOf,
  type RawRow,
  type ResourceRow,
} from './rows.ts'
import type { ResourceInput } from './validators.ts'

/** One record with everything its page and the API show. */
export interface ResourceDetail extends ResourceRow {
  /** ISO instant, UTC. */
  updatedAt: string
  /** Fields of the organisation's own, where the resource has them. */
  custom?: Record<string, unknown>
}

/** @throws NotFoundError also for what the reader may not see */
export function getRecord(
  scope: Scope,
  resource: ResourceDeclaration,
  id: string
): Promise<ResourceDetail> {
  return scope.read(async (unit) => detailOf(scope, resource, await find(unit, resource, id)))
}

/**
 * Makes a record of values that were validated.
 * @throws NotFoundError and ArchivedReferenceError at the field that points to another record, a validation error at
 * `custom.<key>`, and what the hooks refuse
 */
export function createRecord(
  scope: Scope,
  resource: ResourceDeclaration,
  { values, custom }: ResourceInput
): Promise<ResourceDetail> {
  return scope.work(async (unit) => {
    const id = uuidv7({ msecs: scope.now().toMillis() })
    const empty = Object.fromEntries(resource.fields.map(({ key }) => [key, null]))
    const saving = { id: null, values: { ...empty, ...values } as ResourceValues, before: null }
    const hooks = await hooksOf(resource)
    const kept = await prepared(unit, resource, hooks, saving)
    const ownFields = resource.customFields && (await withCustom(scope, resource.table, custom))
    const at = scope.now().toISO()
    await unit.table(resource.table).insert({
      organisation_id: scope.organisationId,
      id,
      ...columnsOf(resource, kept),
      ...(resource.number && { number: await numberOf(unit, resource) }),
      ...(ownFields && { custom: JSON.stringify(ownFields) }),
      created_at: at,
      updated_at: at,
    })
    await hooks.afterSave?.(unit, { ...saving, id, values: kept })
    return detailOf(scope, resource, await find(unit, resource, id))
  })
}

/**
 * Changes a record; what is not sent stays as it is.
 * @throws NotFoundError, VersionConflictError, ArchivedRecordError and those of `createRecord`
 */
export function updateRecord(
  scope: Scope,
  resource: ResourceDeclaration,
  id: string,
  { values, version, custom }: ResourceInput
): Promise<ResourceDetail> {
  return scope.work(async (unit) => {
    const raw = await lock(unit, resource, id)
    if (version !== undefined && version !== raw.version) {
      throw new VersionConflictError(await detailOf(scope, resource, raw), version)
    }
    if (raw.archived_at) throw new ArchivedRecordError(resource.noun)
    const before = valuesOf(resource, raw)
    const saving = { id, values: { ...before, ...values } as ResourceValues, before }
    const hooks = await hooksOf(resource)
    const kept = await prepared(unit, resource, hooks, saving)
    const ownFields =
      resource.customFields && (await withCustom(scope, resource.table, custom, raw.custom))
    const changed = Object.entries(kept).filter(([key, value]) => value !== before[key])
    await write(unit, resource, id, {
      ...columnsOf(resource, Object.fromEntries(changed)),
      ...(ownFields && { custom: JSON.stringify(ownFields) }),
    })
    await hooks.afterSave?.(unit, { ...saving, id, values: kept })
    return detailOf(scope, resource, await find(unit, resource, id))
  })
}

/**
 * Takes a record out of lists and pickers, or puts it back. Doing so twice is no error.
 * @throws NotFoundError
 */
export function archiveRecord(
  scope: Scope,
  resource: ResourceDeclaration,
  id: string,
  archived = true
): Promise<ResourceDetail> {
  return scope.work(async (unit) => {
    const raw = await lock(unit, resource, id)
    if (archived !== (raw.archived_at !== null)) {
      await write(unit, resource, id, { archived_at: archived ? scope.now().toISO() : null })
    }
    return detailOf(scope, resource, await find(unit, resource, id))
  })
}

async function find(unit: Unit, resource: ResourceDeclaration, id: string): Promise<RawRow> {
  const row = (await fromResource(unit, resource).where(own('id'), id).first()) as RawRow | null
  if (!row) throw new NotFoundError(resource.noun)
  return row
}

/** The record as it is, for this transaction alone. */
async function lock(unit: Unit, resource: ResourceDeclaration, id: string): Promise<RawRow> {
  await unit.rows(`select 1 from ${resource.table} where id = ? for update`, [id])
  return find(unit, resource, id)
}

async function write(
  unit: Unit,
  { table }: ResourceDeclaration,
  id: string,
  columns: Record<string, unknown>
) {
  if (Object.keys(columns).length === 0) return
  await unit.from(table).where('id', id).update(columns)
}

async function hooksOf({ hooks }: ResourceDeclaration): Promise<ResourceHooks> {
  return hooks ? (await hooks()).default : {}
}

/** The values that are written: those of the hook, whose references exist. */
async function prepared(
  unit: Unit,
  resource: ResourceDeclaration,
  hooks: ResourceHooks,
  saving: ResourceSaving
): Promise<ResourceValues> {
  const values = (await hooks.beforeSave?.(unit, saving)) ?? saving.values
  for (const field of recordFields(resource)) {
    const id = values[field.key]
    if (id && id !== saving.before?.[field.key]) await ensureThere(unit, field, String(id))
  }
  return values
}

/** A row of any table; without the column it cannot be archived. */
interface Archivable {
  archived_at: string | null
}

/** What a field points to is there for the organisation, and not archived where its records can be. */
async function ensureThere(
  unit: Unit,
  field: ReturnType<typeof recordFields>[number],
  id: string
): Promise<void> {
  const { table, noun, rule } = referencedBy(field)
  const query = unit
    .from(table)
    .where(`${table}.id`, id)
    .select(unit.trx.raw(`to_jsonb(${table})->>'archived_at' as archived_at`))
  const found = (await visible(query, unit.scope, rule).first()) as Archivable | null
  if (!found) throw new NotFoundError(noun, field.key)
  if (found.archived_at) throw new ArchivedReferenceError(noun, field.key)
}

const numberOf = (unit: Unit, { id }: ResourceDeclaration) =>
  nextNumber(unit, { series: id, branch: unit.scope.branch, date: unit.scope.today() })

async function detailOf(
  scope: Scope,
  resource: ResourceDeclaration,
  raw: RawRow
): Promise<ResourceDetail> {
  const { table, customFields } = resource
  return {
    ...rowOf(resource, raw),
    updatedAt: raw.updated_at.toISOString(),
    ...(customFields && { custom: await customOf(scope, table, raw.custom) }),
  }
}
