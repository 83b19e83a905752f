import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { defineModule } from '@karkhana/kernel/module'
import { catalogueOf } from '../../../app/catalogue/catalogue.ts'
import { CATALOGUE_FILE, catalogueMarkdown } from '../../../app/catalogue/markdown.ts'
import { readInstalledModules } from '../../../app/modules/installed.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

test.group('The catalogue for authors', () => {
  test('that is committed is the one of the manifests', async ({ assert }) => {
    const installed = await readInstalledModules(ROOT)
    const manifests = installed
      .filter(({ folder }) => relative(ROOT, folder).split(sep)[0] === 'modules')
      .map(({ manifest }) => manifest)
    const names = new Map(manifests.map(({ id, name }) => [id, name]))
    assert.equal(
      await readFile(join(ROOT, CATALOGUE_FILE), 'utf8'),
      catalogueMarkdown(catalogueOf(manifests), names),
      'write it anew: npm run ace -- module:catalogue --write'
    )
  })

  test('says of everything what it is, what it gives and who uses it', ({ assert }) => {
    const basics = { version: '0.1.0', kernel: '^0.1.0', kind: 'app' as const }
    const lazy = () => Promise.reject(new Error('a catalogue loads nothing'))
    const house = defineModule({
      ...basics,
      id: 'house',
      name: 'House',
      description: 'Offers one of everything.',
      provides: { 'house.keys@1': lazy },
      offersSlots: [
        { id: 'house.page.aside', description: 'Beside it.', props: { doorId: 'Id of the door.' } },
      ],
      events: {
        emits: [
          {
            id: 'house.door_opened@1',
            description: 'A door opens.',
            payload: { doorId: 'Which.' },
          },
        ],
      },
      extensions: {
        offers: [{ id: 'house.bell@1', description: 'When it rings.', tolerant: true }],
      },
      drivers: { families: [{ id: 'house.lock', label: 'Locks', description: 'Lock doors.' }] },
    })
    const guest = defineModule({
      ...basics,
      id: 'guest',
      name: 'Guest',
      description: 'Uses all of it.',
      consumes: { 'house.keys@1': 'optional' },
      slots: { 'house.page.aside': [{ component: 'guest::coat', permission: 'guest.coat.view' }] },
      events: { handles: { 'house.door_opened@1': [lazy] } },
      extensions: { adds: { 'house.bell@1': [lazy] } },
    })
    const catalogue = catalogueOf([house, guest])
    assert.deepEqual(catalogue.slots[0].fills, ['guest::coat'])
    assert.deepEqual(catalogue.events[0].handledBy, ['guest'])
    assert.deepEqual(catalogue.extensionPoints[0].answeredBy, ['guest'])
    assert.deepEqual(catalogue.contracts[0].usedBy, ['guest'])
    const text = catalogueMarkdown(catalogue, new Map([['house', 'House']]))
    for (const part of [
      '### `house.page.aside`\n\n_House._ Beside it.\n\n- `doorId`: Id of the door.\n\nFilled by `guest::coat`.',
      '### `house.bell@1`\n\n_House._ When it rings.',
      'An answer that fails is left out. Answered by `guest`.',
      'Used by `guest`.',
      '### `house.lock`\n\n_House._ Locks: Lock doors.',
      '### `kernel.sms`\n\n_Kernel._',
    ]) {
      assert.include(text, part)
    }
  })
})
