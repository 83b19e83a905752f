import { PartNeedsError } from '../errors.ts'
import { nextMigration, permissionOf, tableOf } from '../module_folder.ts'
import { nameForms, nounForms } from '../names.ts'
import { nounTokens } from '../stub.ts'
import { PERMISSION, TABLE, type Part } from './part.ts'

/** A step of the schema that creates a table. */
export const migrationPart: Part = {
  id: 'migration',
  description: 'Add a migration that creates a table, with its declaration',
  nameHelp: 'Name of the table without its prefix, in the plural: answers',
  options: [],
  async make(target) {
    const { root, module, name, tokens } = target
    const table = `${tokens.prefix}_${name.snake}`
    const number = nextMigration(root, module)
    await target.stub(`migrations/${number}_${name.snake}.ts`, 'migration.ts', { newTable: table })
    await target.manifest((manifest) =>
      manifest
        .import('table', 'defineRecords')
        .set('tables', table, 'table()')
        .add('records', `defineRecords({ table: '${table}', noun: '${name.words}' })`)
    )
    return [
      'Say in module.ts what of it is personal, how long rows stay, and who sees them.',
      'It runs with the next start, or by: npm run ace -- migrate',
    ]
  },
}

/** A kind of record with list, form, page and API. */
export const resourcePart: Part = {
  id: 'resource',
  description: 'Add a kind of record: list, form, page, API and search from one declaration',
  nameHelp: 'One of them: answer',
  options: [],
  async make(target) {
    const { root, module, typed, tokens } = target
    const noun = nounForms(typed, 'name')
    const { plural } = noun
    const number = nextMigration(root, module)
    const of = { ...nounTokens(noun), nounsDash: plural.dash }
    await target.stub(`resources/${plural.snake}.ts`, 'resource.ts', of)
    await target.stub(`migrations/${number}_${plural.snake}.ts`, 'resource_migration.ts', of)
    await target.manifest((manifest) =>
      manifest
        .importFile(plural.camel, `./resources/${plural.snake}.ts`)
        .add('resources', plural.camel)
    )
    return [
      `Write its fields in resources/${plural.snake}.ts, and a column for each into the migration.`,
      `It runs with the next start, or by: npm run ace -- migrate. Its pages are at /${tokens.id}/${plural.dash}.`,
    ]
  },
}

/** A table of figures. */
export const reportPart: Part = {
  id: 'report',
  description: 'Add a report: a table of figures, as page, CSV and over the API',
  nameHelp: 'What it shows: answers_by_day',
  options: [PERMISSION, TABLE],
  async make(target) {
    const { module, name, options } = target
    await target.stub(`reports/${name.snake}.ts`, 'report.ts', {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
    })
    await target.manifest((manifest) =>
      manifest.add('reports', `() => import('./reports/${name.snake}.ts')`)
    )
    return []
  },
}

/** Hits in the search of the shell. */
export const searchPart: Part = {
  id: 'search',
  description: 'Let the search of the shell find records of the module',
  nameHelp: 'What is found, in the plural: answers',
  options: [
    { name: 'column', description: 'Column that is searched and shown; title if left out' },
    PERMISSION,
    TABLE,
  ],
  async make(target) {
    const { module, name, options } = target
    await target.stub(`search/${name.snake}.ts`, 'search.ts', {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
      column: options.column ?? 'title',
    })
    await target.manifest((manifest) =>
      manifest.add('search', `() => import('./search/${name.snake}.ts')`)
    )
    return []
  },
}

/** Records from a file, through the service of the module. */
export const importerPart: Part = {
  id: 'importer',
  description: 'Take records in from CSV or XLSX, through the service of the module',
  nameHelp: 'What is taken in, in the plural: answers',
  options: [
    {
      name: 'noun',
      description: 'Kind of record, as make:module was told: answer',
      required: true,
    },
    { name: 'permission', description: 'Permission of whoever imports' },
  ],
  async make(target) {
    const { module, name, options, changes, path } = target
    const noun = nounForms(options.noun!)
    const service = path(`services/${noun.plural.snake}.ts`)
    const wanted = [`create${noun.pascal}`, `update${noun.pascal}`]
    const text = changes.has(service) ? await changes.read(service) : ''
    const lacking = wanted.filter((each) => !text.includes(`function ${each}(`))
    if (lacking.length > 0) {
      throw new PartNeedsError(
        `${service} has no ${lacking.join(' and ')}.`,
        'An import goes through the same service as the pages: write it there first.',
        'noun'
      )
    }
    const idOf = (action: string) =>
      module.manifest.permissions.find(({ id }) => id.endsWith(`.${action}`))?.id
    const permission = permissionOf(module, options.permission ?? idOf('create'), { reads: false })
    await target.stub(`importers/${name.snake}.ts`, 'importer.ts', {
      ...nounTokens(noun),
      permission,
      update: idOf('update') ?? permission,
    })
    await target.manifest((manifest) =>
      manifest.add('importers', `() => import('./importers/${name.snake}.ts')`)
    )
    return [
      'Name the columns of your record in the importer.',
      `People bring back what they took home: npm run ace -- make:module:exporter ${module.id} ${name.snake} --columns=title,notes`,
    ]
  },
}

/** Records as a file to take home. */
export const exporterPart: Part = {
  id: 'exporter',
  description: 'Let readers take records home as CSV or XLSX',
  nameHelp: 'What is taken home, in the plural: answers',
  options: [
    {
      name: 'columns',
      description: 'Columns of the table that are taken home: title,notes; title if left out',
    },
    PERMISSION,
    TABLE,
  ],
  async make(target) {
    const { module, name, options } = target
    const columns = (options.columns ?? 'title')
      .split(',')
      .map((each) => nameForms(each, 'columns'))
    await target.stub(`exporters/${name.snake}.ts`, 'exporter.ts', {
      permission: permissionOf(module, options.permission),
      table: tableOf(module, options.table),
      columns: columns
        .map(({ snake, Words }) => `    { key: '${snake}', label: '${Words}', kind: 'text' },`)
        .join('\n'),
      selected: columns.map(({ snake }) => `'${snake}'`).join(', '),
    })
    await target.manifest((manifest) =>
      manifest.add('exporters', `() => import('./exporters/${name.snake}.ts')`)
    )
    return ['Give it the columns of the importer: people take a file home and bring it back.']
  },
}
