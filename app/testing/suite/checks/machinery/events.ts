import { v7 as uuidv7 } from 'uuid'
import type { EventHandler } from '../../../../events/declaration.ts'
import { systemScope } from '../../../../tenancy/open_scope.ts'
import type { Events } from '../../../../modules/define.ts'
import { runEvents } from '../../../events.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { foreignIds, keptPayload, tablesChangedBy, whileOff, withIds } from './foreign.ts'

/** A handler that is told ids of another organisation changes nothing there; while the module is off events wait. */
export async function eventProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry } = module
  const handled = Object.entries(manifest.events.handles)
  if (handled.length === 0) return []
  const { a, b } = await module.pair()
  const ids = await foreignIds(module)
  const problems: string[] = []
  for (const [event, loads] of handled) {
    const emitter = registry.get(event.split('.')[0])
    const payload = emitter && keptPayload(emitter.folder, event)
    if (!payload) continue
    for (const load of loads) {
      const { default: handler } = (await load()) as { default: EventHandler }
      const scope = await systemScope(b.organisationId, handler.name)
      const changed = await tablesChangedBy(module, a, () =>
        handler.handle(scope, handler.parse(withIds(payload, ids)), {
          id: uuidv7(),
          at: new Date().toISOString(),
          attempt: 1,
          replayed: false,
        })
      )
      if (changed.length > 0) {
        problems.push(
          `the handler "${handler.name}" changes ${changed.join(', ')} of another organisation; reach rows by its scope`
        )
      }
      problems.push(...(await offProblems(module, handler, payload)))
    }
  }
  return problems
}

async function offProblems(module: ModuleUnderTest, handler: EventHandler, payload: unknown) {
  const { b } = await module.pair()
  const scope = await b.scope()
  return whileOff(module, b, async () => {
    const id = await scope.work((unit) =>
      unit.emit(handler.event as keyof Events & string, payload as never)
    )
    const changed = await tablesChangedBy(module, b, () => runEvents(scope))
    const [row] = await scope.work((unit) =>
      unit.rows<{ state: string }>(
        `delete from event_deliveries where organisation_id = ? and event_id = ? and handler = ?
         returning state`,
        [scope.organisationId, id, handler.name]
      )
    )
    const expected = handler.replay === 'none' ? undefined : 'waiting'
    return [
      ...changed.map(
        (table) => `the handler "${handler.name}" changes ${table} while the module is off`
      ),
      ...(row?.state === expected
        ? []
        : [
            `the event for "${handler.name}" is ${row?.state ?? 'lost'} while the module is off, not waiting`,
          ]),
    ]
  })
}
