import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changedTables, digestOf } from '../../digest.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import type { Workshop } from '../../../workshop.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The payload with every id in it replaced by one of `ids`, in turn. */
export function withIds(payload: unknown, ids: readonly string[]): unknown {
  let next = 0
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return UUID.test(value) && ids.length > 0 ? ids[next++ % ids.length] : value
    }
    if (Array.isArray(value)) return value.map(replaced)
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each)]))
    }
    return value
  }
  return replaced(payload)
}

/** A payload that a module keeps below `payloads/`; `null` when it has none. */
export function keptPayload(folder: string, name: string): unknown {
  const path = join(folder, 'payloads', `${name}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : null
}

/** Ids of records of the first organisation, which the second one is given by mistake. */
export async function foreignIds(module: ModuleUnderTest): Promise<string[]> {
  const { a } = await module.pair()
  return [...(await module.idsOf(await a.scope())).values()].flat()
}

/** Names of the module's tables whose rows of `workshop` are others after `act`; what it throws is its own affair. */
export async function tablesChangedBy(
  module: ModuleUnderTest,
  workshop: Workshop,
  act: () => Promise<unknown>
): Promise<string[]> {
  const tables = Object.keys(module.manifest.tables)
  const before = await digestOf(await workshop.scope(), tables)
  await act().catch(() => undefined)
  return changedTables(before, await digestOf(await workshop.scope(), tables))
}

/** Does something while the module is switched off for `workshop`. */
export async function whileOff<T>(
  module: ModuleUnderTest,
  workshop: Workshop,
  act: () => Promise<T>
): Promise<T> {
  await module.setState(workshop, 'paused')
  try {
    return await act()
  } finally {
    await module.setState(workshop, 'enabled')
  }
}
