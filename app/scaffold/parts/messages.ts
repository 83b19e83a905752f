import { permissionOf, tableOf } from '../module_folder.ts'
import { SourceEditor } from '../source_editor.ts'
import { fillStub } from '../stub.ts'
import { PERMISSION, TABLE, type Part } from './part.ts'

/** A paper that is printed of a record. */
export const documentPart: Part = {
  id: 'document',
  description: 'Add a document that is printed of a record',
  nameHelp: 'What the paper is: answer_sheet',
  options: [PERMISSION, TABLE],
  async make(target) {
    const { module, name, options } = target
    const filled = {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
    }
    await target.stub(`documents/${name.snake}.ts`, 'document.ts', filled)
    await target.stub(`documents/${name.snake}.edge`, 'document.edge', filled)
    await target.manifest((manifest) =>
      manifest.add('documents', `() => import('./documents/${name.snake}.ts')`)
    )
    return ['Components for letterhead, parties, lines and totals: docs/plugins/contract.']
  },
}

/** A message that the module sends. */
export const mailPart: Part = {
  id: 'mail',
  description: 'Add a message that the module sends by e-mail',
  nameHelp: 'What it says: ask_for_answer',
  options: [],
  async make(target) {
    const { name } = target
    await target.stub(`mails/${name.snake}.ts`, 'mail.ts')
    await target.manifest((manifest) =>
      manifest.add('mails', `() => import('./mails/${name.snake}.ts')`)
    )
    return ['Send it from a job, never inside a transaction.']
  },
}

/** A page for whoever holds a link of the organisation. */
export const linkPart: Part = {
  id: 'link',
  description: 'Add a page for whoever holds a link of the organisation, without sign-in',
  nameHelp: 'What it is for: survey',
  options: [PERMISSION, TABLE],
  async make(target) {
    const { module, name, options } = target
    const filled = {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
    }
    await target.stub(`pages/${name.snake}_link.vue`, 'link_page.vue', filled)
    await target.stub(`controllers/${name.snake}_link_controller.ts`, 'link_controller.ts', filled)
    await target.stub(`services/${name.snake}_link.ts`, 'link_service.ts', filled)
    await target.edit(
      'public_routes.ts',
      (typescript, text, file) => {
        const editor = new SourceEditor(typescript, file, text)
        const list = () =>
          editor.find(typescript.isVariableDeclaration)?.initializer ??
          editor.find(typescript.isArrayLiteralExpression)
        editor.addToList(
          list,
          [],
          `{ method: 'GET', path: '/', handler: [() => import('./controllers/${name.snake}_link_controller.ts'), 'show'],
            purpose: '${module.id}.${name.snake}', why: 'Whoever holds the link was meant to read this one record.' }`
        )
        return editor.text
      },
      await fillStub('part/link_routes.ts', target.tokens)
    )
    await target.manifest((manifest) => {
      if (!module.manifest.publicRoutes) {
        manifest.set('', 'publicRoutes', "() => import('./public_routes.ts')")
      }
    })
    return [`Give the address out by make${name.pascal}Link(scope, recordId).`]
  },
}
