import logger from '@adonisjs/core/services/logger'
import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Something that a module brought to a page and that failed. */
export interface Fault {
  module: string
  /** Slot, or card of the start page. */
  slot: string
  component?: string
  message: string
}

/** A fault as the admin sees it. */
export interface SlotFault extends Required<Fault> {
  /** How often, in the last 30 days. */
  count: number
  /** ISO instant of the last time. */
  lastAt: string
}

/** Days that a fault is kept after it was seen last. */
const KEPT_DAYS = 30
/** Faults that an organisation keeps; of more the oldest go. */
const MOST = 200
const MESSAGE_LENGTH = 500

/**
 * Notes a fault of a module for the organisation; the same fault again is counted. Never fails: whoever tells of a
 * fault has one already. Readers who only look write nothing, their faults stand in the log.
 */
export async function recordFault(scope: Scope, fault: Fault): Promise<void> {
  if (scope.readOnly) return
  try {
    await scope.work((unit) => note(unit, fault))
  } catch (error) {
    logger.error({ err: error, ...fault }, 'a fault could not be noted')
  }
}

/**
 * What failed in pages by the doing of modules, the latest first; of one module when `module` is given.
 * @throws ForbiddenError
 */
export async function slotFaults(scope: Scope, module?: string): Promise<SlotFault[]> {
  scope.ensure('kernel.module.switch')
  return scope.read(async (unit) => {
    const query = unit
      .from('slot_faults')
      .where('organisation_id', scope.organisationId)
      .whereRaw('last_at > now() - make_interval(days => ?)', [KEPT_DAYS])
      .orderBy('last_at', 'desc')
      .orderBy('id')
      .select('module', 'slot', 'component', 'message', 'count', 'last_at')
    if (module) query.where('module', module)
    const rows = (await query) as (Omit<SlotFault, 'lastAt'> & { last_at: Date })[]
    return rows.map(({ last_at: lastAt, ...fault }) => ({
      ...fault,
      lastAt: lastAt.toISOString(),
    }))
  })
}

async function note(unit: Unit, { module, slot, component = '', message }: Fault) {
  const { organisationId } = unit.scope
  await unit.rows(
    `insert into slot_faults (organisation_id, id, module, slot, component, message, last_at)
     values (?, ?, ?, ?, ?, ?, now())
     on conflict (organisation_id, module, slot, component, message)
     do update set count = slot_faults.count + 1, last_at = now()`,
    [organisationId, uuidv7(), module, slot, component, message.slice(0, MESSAGE_LENGTH)]
  )
  await unit.rows(
    `delete from slot_faults where organisation_id = ? and (
       last_at < now() - make_interval(days => ?)
       or id in (select id from slot_faults where organisation_id = ? order by last_at desc offset ?))`,
    [organisationId, KEPT_DAYS, organisationId, MOST]
  )
}
