import type { Catalogue } from './catalogue.ts'

/** File that is committed, from the root of the project. */
export const CATALOGUE_FILE = 'docs/plugins/catalogue.md'

/** The catalogue as a page of the documentation; `names` are the modules by id. */
export function catalogueMarkdown(
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>
): string {
  const of = (id: string, module: string) => `### \`${id}\`\n\n_${names.get(module) ?? 'Kernel'}._`
  const sections: [string, string, string[]][] = [
    [
      'Slots',
      'Places on pages that your components fill; see [slots](contract/slots.md).',
      catalogue.slots.map(
        ({ id, module, description, props, fills }) =>
          `${of(id, module)} ${description}\n\n${fields(props)}${line('Filled by', fills)}`
      ),
    ],
    [
      'Events',
      'What happened, told after the commit; see [events](contract/events.md).',
      catalogue.events.map(
        ({ id, module, description, payload, handledBy }) =>
          `${of(id, module)} ${description}\n\n${fields(payload)}${line('Handled by', handledBy)}`
      ),
    ],
    [
      'Extension points',
      'Places in services that ask for your answer; see [extension points](contract/extensions.md).',
      catalogue.extensionPoints.map(
        ({ id, module, description, tolerant, answeredBy }) =>
          `${of(id, module)} ${description}\n\n${types(module)}\n\n` +
          `${tolerant ? 'An answer that fails is left out.' : 'An answer that fails stops whoever asked.'}` +
          line('Answered by', answeredBy, ' ')
      ),
    ],
    [
      'Contracts',
      'Services of other modules, `await scope.contract(id)`; `null` while the module is off.',
      catalogue.contracts.map(
        ({ id, module, requiredBy, usedBy }) =>
          `${of(id, module)} ${types(module)}${line('Required by', requiredBy, '\n\n')}${line('Used by', usedBy, requiredBy.length > 0 ? ' ' : '\n\n')}`
      ),
    ],
    [
      'Driver families',
      'Services outside that an organisation chooses; see [drivers](contract/drivers.md).',
      catalogue.driverFamilies.map(
        ({ id, module, label, description }) => `${of(id, module)} ${label}: ${description}`
      ),
    ],
  ]
  return [
    '# What plugins can build on',
    'Written by `npm run ace -- module:catalogue --write` from the manifests of the modules that come with Karkhana; a test holds it against them.',
    ...sections.flatMap(([title, text, entries]) => [
      `## ${title}`,
      text,
      ...(entries.length > 0 ? entries : ['None yet.']),
    ]),
  ]
    .map((block) => `${block.trim()}\n`)
    .join('\n')
}

/** Where the types of a module stand, as they were reviewed. */
const types = (module: string) =>
  `Types: [\`@karkhana/${module}/contracts\`](../../api/${module}.api.md).`

function fields(list: Record<string, string>): string {
  const entries = Object.entries(list)
  if (entries.length === 0) return ''
  return `${entries.map(([name, meaning]) => `- \`${name}\`: ${meaning}`).join('\n')}\n\n`
}

function line(label: string, users: string[], before = ''): string {
  if (users.length === 0) return ''
  return `${before}${label} ${users.map((user) => `\`${user}\``).join(', ')}.`
}
