import { WEBHOOK_NAME } from '../../webhooks/webhook_name.ts'
import { PartNeedsError } from '../errors.ts'
import { nameForms } from '../names.ts'
import type { Part } from './part.ts'

const HOOKS = ['enable', 'disable', 'upgrade', 'exportData', 'purge']
const KINDS = [
  'text',
  'multiline',
  'integer',
  'number',
  'money',
  'date',
  'switch',
  'email',
  'phone',
  'url',
]

/** Something that a member may do. */
export const permissionPart: Part = {
  id: 'permission',
  description: 'Declare a permission',
  nameHelp: 'What may be done with what: answer.export',
  options: [
    { name: 'roles', description: 'Built-in roles besides owner and admin: manager,accountant' },
  ],
  async make(target) {
    const { module, options, typed } = target
    // Written whole, as it stands in the manifest, it is the same one
    const deed = typed.startsWith(`${module.id}.`) ? typed.slice(module.id.length + 1) : typed
    if (!/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/.test(deed)) {
      throw new PartNeedsError(
        `"${typed}" does not say what may be done with what.`,
        'Write it as <what>.<deed>: answer.export',
        'name'
      )
    }
    const id = `${module.id}.${deed}`
    const name = nameForms(deed)
    const roles = (options.roles ?? '').split(',').filter(Boolean)
    await target.manifest((manifest) =>
      manifest
        .import('permission')
        .add(
          'permissions',
          `permission('${id}', '${name.Words}', [${roles.map((role) => `'${role.trim()}'`).join(', ')}])`
        )
    )
    return [`Ask for it on a route or in a service: scope.ensure('${id}').`]
  },
}

/** A value that somebody chooses for the module. */
export const settingPart: Part = {
  id: 'setting',
  description: 'Add a setting; the kernel draws its page, checks and stores it',
  nameHelp: 'What is chosen: reminder_days',
  options: [
    { name: 'kind', description: `${KINDS.join(', ')}; text if left out` },
    { name: 'scope', description: 'organisation, user or deployment; organisation if left out' },
  ],
  async make(target) {
    const { module, name, options } = target
    const kind = options.kind ?? 'text'
    if (!KINDS.includes(kind)) {
      throw new PartNeedsError(
        `"${kind}" is no kind.`,
        `Choose one of: ${KINDS.join(', ')}.`,
        'kind'
      )
    }
    const scope = options.scope ?? 'organisation'
    const empty = kind === 'switch' ? 'false' : 'null'
    await target.manifest((manifest) => {
      if (!module.manifest.settings) {
        const [view, change] = ['view', 'change'].map((each) => `${module.id}.settings.${each}`)
        manifest
          .import('permission')
          .add('permissions', `permission('${view}', 'See the settings')`)
          .add('permissions', `permission('${change}', 'Change the settings')`)
          .set('', 'settings', `{ view: '${view}', change: '${change}', fields: [] }`)
      }
      manifest.add(
        'settings/fields',
        `{ key: '${name.snake}', label: '${name.Words}', kind: '${kind}', scope: '${scope}', default: ${empty} }`
      )
    })
    return [`Read it by: (await settingsOf(scope, '${module.id}')).${name.snake}`]
  },
}

/** The key of an outside service, kept sealed. */
export const secretPart: Part = {
  id: 'secret',
  description: 'Declare the key of an outside service; organisations store it sealed',
  nameHelp: 'As the service calls it: api_key',
  options: [{ name: 'group', description: 'Name of the service', required: true }],
  async make(target) {
    const { module, name, options } = target
    await target.manifest((manifest) =>
      manifest.add(
        'secrets',
        `{ key: '${module.id}.${name.snake}', label: '${name.Words}', help: 'In the account at ${options.group}.',
          group: '${options.group}', purpose: 'Lets ${module.manifest.name} use ${options.group}.' }`
      )
    )
    return []
  },
}

/** An event that organisations may have sent to an address of their own. */
export const webhookPart: Part = {
  id: 'webhook',
  description: 'Offer an event of the module as a webhook',
  nameHelp: 'Public name: answer.given',
  options: [
    { name: 'event', description: 'Event of the module: feedback.answer_given@1', required: true },
  ],
  async make(target) {
    const { module, name, options, typed } = target
    if (!WEBHOOK_NAME.test(typed)) {
      throw new PartNeedsError(
        `"${typed}" does not say what happened to what.`,
        'Write it as <what>.<happened>: answer.given',
        'name'
      )
    }
    const emitted = module.manifest.events.emits.map(({ id }) => id)
    if (!emitted.includes(options.event!)) {
      throw new PartNeedsError(
        `${module.id} does not emit "${options.event}".`,
        `Choose one of: ${emitted.join(', ') || 'none yet; make one by make:module:event'}.`,
        'event'
      )
    }
    await target.manifest((manifest) =>
      manifest.add(
        'webhooks',
        `{ name: '${typed}', event: '${options.event}', description: '${name.Words}.' }`
      )
    )
    return []
  },
}

/** What happens when the state of the module changes for an organisation. */
export const lifecyclePart: Part = {
  id: 'lifecycle',
  description:
    'Add what happens when the module is switched on or off, upgraded, exported or purged',
  nameHelp: `One of: ${HOOKS.join(', ')}`,
  options: [],
  async make(target) {
    const { name } = target
    if (!HOOKS.includes(name.camel)) {
      throw new PartNeedsError(
        `"${name.camel}" is no moment in the life of a module.`,
        `Choose one of: ${HOOKS.join(', ')}.`,
        'name'
      )
    }
    await target.stub(`lifecycle/${name.snake}.ts`, `lifecycle_${name.camel}.ts`)
    await target.manifest((manifest) =>
      manifest.set('lifecycle', name.camel, `() => import('./lifecycle/${name.snake}.ts')`)
    )
    return ['It may be called twice: write it so that the second call changes nothing.']
  },
}
