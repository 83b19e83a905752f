import { PartNeedsError } from '../errors.ts'
import { installedManifests, permissionOf, tableOf } from '../module_folder.ts'
import { addRoute, firstRoutes } from '../routes_editor.ts'
import { PERMISSION, TABLE, type Part, type PartTarget } from './part.ts'

/** A page with its route, controller, service and menu entry. */
export const pagePart: Part = {
  id: 'page',
  description: 'Add a page with its route, controller, service and menu entry',
  nameHelp: 'Name of the page: overview',
  options: [PERMISSION, TABLE],
  async make(target) {
    const { module, name, options, tokens } = target
    const filled = {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
    }
    await target.stub(`pages/${name.snake}.vue`, 'page.vue', filled)
    await target.stub(`services/${name.snake}.ts`, 'page_service.ts', filled)
    await target.stub(`controllers/${name.snake}_controller.ts`, 'page_controller.ts', filled)
    await target.edit(
      'routes.ts',
      (typescript, text, file) =>
        addRoute(typescript, file, text, {
          method: 'get',
          path: `/${name.dash}`,
          constant: name.camel,
          controller: `./controllers/${name.snake}_controller.ts`,
          action: 'show',
          options: `{ permission: '${filled.permission}', only: 'web' }`,
        }),
      firstRoutes()
    )
    await target.manifest((manifest) => {
      if (!module.manifest.routes) manifest.set('', 'routes', "() => import('./routes.ts')")
      manifest.add(
        'menu',
        `{ id: '${tokens.id}.${name.snake}', label: '${name.Words}', href: '/${tokens.id}/${name.dash}',
          icon: 'i-lucide-layout-dashboard', section: 'Workshop', order: 510, permission: '${filled.permission}' }`
      )
    })
    return [`Open /${tokens.id}/${name.dash} after the next start.`]
  },
}

/** A component of the module in a slot of another module's page. */
export const slotPart: Part = {
  id: 'slot',
  description: 'Fill a slot of another module’s page with a component',
  nameHelp: 'Name of the component: customer_answers',
  options: [
    { name: 'slot', description: 'Id of the slot: contacts.contact.aside', required: true },
    PERMISSION,
    TABLE,
  ],
  async make(target) {
    const { root, module, name, options } = target
    const offered = (await installedManifests(root)).flatMap(({ offersSlots }) => offersSlots)
    const slot = offered.find(({ id }) => id === options.slot)
    if (!slot) {
      throw new PartNeedsError(
        `No installed module offers the slot "${options.slot}".`,
        `Choose one of: ${offered.map(({ id }) => id).join(', ')}.`,
        'slot'
      )
    }
    const permission = permissionOf(module, options.permission)
    const props = Object.keys(slot.props).map((prop) => `${prop}: string; `)
    const filled = {
      slot: slot.id,
      owner: slot.id.split('.')[0],
      props: props.join(''),
      table: tableOf(module, options.table),
    }
    await target.stub(`slots/${name.snake}.vue`, 'slot.vue', filled)
    await target.stub(`services/${name.snake}_slot.ts`, 'slot_data.ts', filled)
    await target.manifest((manifest) =>
      manifest.add(
        `slots/${slot.id}`,
        `{ component: '${module.id}::${name.snake}', permission: '${permission}',
          data: () => import('./services/${name.snake}_slot.ts') }`
      )
    )
    await enhance(target, slot.id.split('.')[0])
    return [`The slot gives: ${Object.keys(slot.props).join(', ') || 'nothing'}.`]
  },
}

/** A card of the start page. */
export const widgetPart: Part = {
  id: 'widget',
  description: 'Add a card to the start page',
  nameHelp: 'Name of the card: open_answers',
  options: [
    { name: 'kind', description: 'figures, list, chart or component; figures if left out' },
    PERMISSION,
    TABLE,
  ],
  async make(target) {
    const { module, name, options } = target
    const kind = options.kind ?? 'figures'
    if (!['figures', 'list', 'chart', 'component'].includes(kind)) {
      throw new PartNeedsError(
        `"${kind}" is no kind of card.`,
        'Choose one of: figures, list, chart, component.',
        'kind'
      )
    }
    const permission = permissionOf(module, options.permission)
    const filled = { table: tableOf(module, options.table) }
    await target.stub(`widgets/${name.snake}.ts`, `widget_${kind}.ts`, filled)
    if (kind === 'component') await target.stub(`slots/${name.snake}.vue`, 'widget.vue', filled)
    await target.manifest((manifest) =>
      manifest.add(
        'widgets',
        `{ id: '${module.id}.${name.snake}', title: '${name.Words}', permission: '${permission}', kind: '${kind}',${
          kind === 'component' ? `component: '${module.id}::${name.snake}',` : ''
        } load: () => import('./widgets/${name.snake}.ts') }`
      )
    )
    return ['It stands on the start page of everybody who has the permission.']
  },
}

/** An entry of the command palette. */
export const commandPart: Part = {
  id: 'command',
  description: 'Add an entry to the command palette',
  nameHelp: 'What it does: open_answers',
  options: [
    { name: 'href', description: 'Page it leads to; the module’s own if left out' },
    PERMISSION,
  ],
  async make(target) {
    const { module, name, options } = target
    const permission = permissionOf(module, options.permission)
    await target.manifest((manifest) =>
      manifest.add(
        'commands',
        `{ id: '${module.id}.${name.snake}', label: '${name.Words}', icon: 'i-lucide-arrow-right',
          permission: '${permission}', href: '${options.href ?? `/${module.id}`}' }`
      )
    )
    return []
  },
}

/** Names the module among those that this one uses when they are there. */
export async function enhance({ root, module, manifest }: PartTarget, other: string) {
  if (other === module.id || other === 'kernel') return
  if (other in module.manifest.requires || other in module.manifest.enhances) return
  const found = (await installedManifests(root)).find(({ id }) => id === other)
  if (found) await manifest((editor) => editor.set('enhances', other, `'^${found.version}'`))
}
