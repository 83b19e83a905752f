import { KERNEL_DRIVER_FAMILIES } from '../../drivers/kernel_families.ts'
import { addToInterface } from '../contracts_editor.ts'
import { PartNeedsError } from '../errors.ts'
import { installedManifests, tableOf } from '../module_folder.ts'
import { TABLE, type Part } from './part.ts'
import { enhance } from './screens.ts'

/** An outside service behind an interface of the kernel or of a module. */
export const driverPart: Part = {
  id: 'driver',
  description: 'Add a driver: one maker’s implementation of a family, such as text messages',
  nameHelp: 'Name of the maker: http',
  options: [{ name: 'family', description: 'kernel.sms if left out' }],
  async make(target) {
    const { root, module, name, options, tokens } = target
    const family = options.family ?? 'kernel.sms'
    const own = (await installedManifests(root)).flatMap(({ drivers }) => drivers.families)
    const known = [...KERNEL_DRIVER_FAMILIES, ...own].map(({ id }) => id)
    if (!known.includes(family)) {
      throw new PartNeedsError(
        `There is no driver family "${family}".`,
        `Choose one of: ${known.join(', ')}.`,
        'family'
      )
    }
    const filled = { family, CODE: `${tokens.prefix}_${name.snake}`.toUpperCase() }
    await target.stub(`drivers/${name.snake}.ts`, 'driver.ts', filled)
    await target.stub(`errors/${name.snake}_error.ts`, 'driver_error.ts', filled)
    await target.manifest((manifest) =>
      manifest.set(
        'drivers/offers',
        `${module.id}.${name.snake}`,
        `() => import('./drivers/${name.snake}.ts')`
      )
    )
    return [
      `Make the driver in drivers/${name.snake}.ts; until then it refuses with E_${filled.CODE}_UNREADY.`,
    ]
  },
}

/** An answer to a question that a service of another module asks. */
export const extensionPart: Part = {
  id: 'extension',
  description: 'Answer an extension point of another module',
  nameHelp: 'What it adds: warranty_note',
  options: [{ name: 'point', description: 'Id: invoicing.document_footer@1', required: true }],
  async make(target) {
    const { root, name, options } = target
    const points = (await installedManifests(root)).flatMap(({ extensions }) => extensions.offers)
    const point = points.find(({ id }) => id === options.point)
    if (!point) {
      throw new PartNeedsError(
        `No installed module offers the extension point "${options.point}".`,
        `Choose one of: ${points.map(({ id }) => id).join(', ') || 'none yet'}.`,
        'point'
      )
    }
    const owner = point.id.split('.')[0]
    await target.stub(`extensions/${name.snake}.ts`, 'extension.ts', { point: point.id, owner })
    await target.manifest((manifest) =>
      manifest.add(`extensions/adds/${point.id}`, `() => import('./extensions/${name.snake}.ts')`)
    )
    await enhance(target, owner)
    return [point.description]
  },
}

/** Something that other modules may call. */
export const contractPart: Part = {
  id: 'contract',
  description: 'Add a contract: something that other modules may call',
  nameHelp: 'What it gives: statistics',
  options: [TABLE],
  async make(target) {
    const { module, name, options } = target
    const id = `${module.id}.${name.snake}@1`
    const type = `${name.pascal}Contract`
    await target.edit('contracts.ts', (typescript, text, file) => {
      const declared = addToInterface(typescript, file, text, {
        name: 'Contracts',
        key: id,
        type,
        comment: `${name.Words}.`,
      })
      const scope = /import type \{[^}]*\bScope\b[^}]*\} from '@karkhana\/kernel'/.test(declared)
        ? ''
        : "import type { Scope } from '@karkhana/kernel'\n\n"
      return `${scope}${declared}
/** ${name.Words}, for other modules. */
export interface ${type} {
  count(scope: Scope): Promise<number>
}
`
    })
    await target.stub(`services/${name.snake}_contract.ts`, 'contract.ts', {
      table: tableOf(module, options.table),
    })
    await target.manifest((manifest) =>
      manifest.set('provides', id, `() => import('./services/${name.snake}_contract.ts')`)
    )
    return [`Others ask for it by: await scope.use('${id}')`]
  },
}
