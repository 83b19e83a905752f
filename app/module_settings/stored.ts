import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import type { FieldValue } from '../fields/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SettingScope } from './declaration.ts'

/** Keys whose values differ from the defaults; also of fields that a newer version of the module dropped. */
export type Chosen = Record<string, FieldValue | undefined>

/** `version` is 0 as long as nobody has chosen anything. */
export interface Stored {
  chosen: Chosen
  version: number
}

const NOTHING: Stored = { chosen: {}, version: 0 }

/** What was chosen for the module: in the organisation, by the person, for the deployment. One round trip. */
export async function readChosen(
  scope: Scope,
  moduleId: string
): Promise<Record<SettingScope, Stored>> {
  const rows = await scope.read((unit) =>
    unit.rows<Stored & { of: SettingScope }>(
      `select 'organisation' as of, chosen, version from module_settings
        where organisation_id = ? and module_id = ?
       union all
       select 'user', chosen, version from user_module_settings
        where organisation_id = ? and module_id = ? and membership_id = ?
       union all
       select 'deployment', chosen, version from deployment_module_settings where module_id = ?`,
      [
        scope.organisationId,
        moduleId,
        scope.organisationId,
        moduleId,
        scope.actor.memberId,
        moduleId,
      ]
    )
  )
  const found = Object.fromEntries(rows.map(({ of, ...stored }) => [of, stored]))
  return { organisation: NOTHING, user: NOTHING, deployment: NOTHING, ...found }
}

/** Where one set of choices stands. */
export type Place = { table: 'module_settings' } | { table: 'user_module_settings'; member: string }

/** The choices at `place`, locked until the transaction ends, so that nobody changes them meanwhile. */
export async function lockChosen(unit: Unit, place: Place, moduleId: string): Promise<Stored> {
  const { columns, bindings } = keyOf(unit, place, moduleId)
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `kernel.settings:${bindings.join(':')}`,
  ])
  const [row] = await unit.rows<Stored>(
    `select chosen, version from ${place.table}
      where ${columns.map((column) => `${column} = ?`).join(' and ')} for update`,
    bindings
  )
  return row ?? NOTHING
}

/** Writes the choices at `place`; their version rises by one. Returns it. */
export async function writeChosen(
  unit: Unit,
  place: Place,
  moduleId: string,
  chosen: Chosen
): Promise<number> {
  const { columns, bindings } = keyOf(unit, place, moduleId)
  const [row] = await unit.rows<{ version: number }>(
    `insert into ${place.table} (id, ${columns.join(', ')}, chosen)
     values (?, ${columns.map(() => '?').join(', ')}, ?)
     on conflict (${columns.join(', ')}) do update set chosen = excluded.chosen
     returning version`,
    [uuidv7(), ...bindings, JSON.stringify(chosen)]
  )
  return row.version
}

function keyOf({ scope }: Unit, place: Place, moduleId: string) {
  return place.table === 'module_settings'
    ? { columns: ['organisation_id', 'module_id'], bindings: [scope.organisationId, moduleId] }
    : {
        columns: ['organisation_id', 'membership_id', 'module_id'],
        bindings: [scope.organisationId, place.member, moduleId],
      }
}

/** What the administrator chose for the whole deployment. */
export async function readDeploymentChosen(
  moduleId: string,
  client: TransactionClientContract | typeof db = db
): Promise<Stored> {
  const { rows } = await client.rawQuery(
    'select chosen, version from deployment_module_settings where module_id = ?',
    [moduleId]
  )
  return (rows[0] as Stored | undefined) ?? NOTHING
}

/** Writes it, by `who`, in the transaction of `client`. */
export async function writeDeploymentChosen(
  client: TransactionClientContract,
  moduleId: string,
  chosen: Chosen,
  who: string
): Promise<void> {
  await client.rawQuery(
    `insert into deployment_module_settings as s (module_id, chosen, updated_by) values (?, ?, ?)
     on conflict (module_id) do update
       set chosen = excluded.chosen, updated_by = excluded.updated_by,
           version = s.version + 1, updated_at = now()`,
    [moduleId, JSON.stringify(chosen), who]
  )
}
