import { addToInterface } from '../contracts_editor.ts'
import { PartNeedsError } from '../errors.ts'
import { installedManifests, tableOf } from '../module_folder.ts'
import { TABLE, type Part, type PartTarget } from './part.ts'
import { enhance } from './screens.ts'

/** An id that no row has, for samples of payloads. */
const SAMPLE_ID = '01890000-0000-7000-8000-000000000000'

/** Work that is done after a transaction. */
export const jobPart: Part = {
  id: 'job',
  description: 'Add a job: work that is done after the transaction that asked for it',
  nameHelp: 'What it does: send_answer',
  options: [TABLE],
  async make(target) {
    const { module, name, options } = target
    await target.stub(`jobs/${name.snake}.ts`, 'job.ts', { table: tableOf(module, options.table) })
    sample(target, `${module.id}.${name.snake}.v1`, { recordId: SAMPLE_ID })
    await target.manifest((manifest) =>
      manifest.add('jobs', `() => import('./jobs/${name.snake}.ts')`)
    )
    return ['Queue it inside a transaction: unit.dispatch(job, { recordId }).']
  },
}

/** A job that the clock of the organisation starts. */
export const schedulePart: Part = {
  id: 'schedule',
  description: 'Add a job that the clock of each organisation starts',
  nameHelp: 'What it does: remind_customers',
  options: [
    {
      name: 'cron',
      description: 'When, five fields in the organisation’s zone; 0 9 * * * if left out',
    },
    TABLE,
  ],
  async make(target) {
    const { module, name, options } = target
    const id = `${module.id}.${name.snake}`
    await target.stub(`jobs/${name.snake}.ts`, 'schedule_job.ts', {
      table: tableOf(module, options.table),
    })
    sample(target, `${id}.v1`, { dueAt: '2026-04-01T03:30:00.000Z' })
    await target.manifest((manifest) =>
      manifest
        .add('jobs', `() => import('./jobs/${name.snake}.ts')`)
        .add(
          'schedules',
          `{ id: '${id}', label: '${name.Words}', cron: '${options.cron ?? '0 9 * * *'}', job: '${id}' }`
        )
    )
    return []
  },
}

/** A fact that the module tells others. */
export const eventPart: Part = {
  id: 'event',
  description: 'Declare an event that the module emits',
  nameHelp: 'What happened, in the past tense: answer_given',
  options: [],
  async make(target) {
    const { module, name } = target
    const id = `${module.id}.${name.snake}@1`
    await target.edit('contracts.ts', (typescript, text, file) =>
      addToInterface(typescript, file, text, {
        name: 'Events',
        key: id,
        type: '{ recordId: string }',
        comment: `${name.Words}.`,
      })
    )
    sample(target, id, { recordId: SAMPLE_ID })
    await target.manifest((manifest) =>
      manifest.add(
        'events/emits',
        `{ id: '${id}', description: '${name.Words}.', payload: { recordId: 'Id of the record.' } }`
      )
    )
    return [`Emit it inside a transaction: unit.emit('${id}', { recordId }).`]
  },
}

/** A reaction to an event of any module. */
export const eventHandlerPart: Part = {
  id: 'event-handler',
  description: 'React to an event of another module',
  nameHelp: 'What it does: ask_after_delivery',
  options: [
    { name: 'event', description: 'Id of the event: jobcards.job_delivered@1', required: true },
  ],
  async make(target) {
    const { root, name, options } = target
    const emitted = (await installedManifests(root)).flatMap(({ events }) => events.emits)
    const event = emitted.find(({ id }) => id === options.event)
    if (!event) {
      throw new PartNeedsError(
        `No installed module emits "${options.event}".`,
        `Choose one of: ${emitted.map(({ id }) => id).join(', ') || 'none yet'}.`,
        'event'
      )
    }
    const emitter = event.id.split('.')[0]
    await target.stub(`handlers/${name.snake}.ts`, 'event_handler.ts', {
      event: event.id,
      emitter,
      fields: Object.keys(event.payload)
        .map((field) => `'${field}'`)
        .join(', '),
    })
    await target.manifest((manifest) =>
      manifest.add(`events/handles/${event.id}`, `() => import('./handlers/${name.snake}.ts')`)
    )
    await enhance(target, emitter)
    return ['It is called at least once: write it so that a second call changes nothing.']
  },
}

/** Keeps a payload of the first version, which every later version must accept. */
export function sample({ changes, path }: PartTarget, name: string, payload: object) {
  changes.create(path(`payloads/${name}.json`), JSON.stringify(payload))
}
