import { test } from '@japa/runner'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { PaletteCommand } from '../../../app/http/page_types.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { pageProps } from '../../helpers/page_props.ts'

async function commands(client: ApiClient, workshop: Workshop, role: 'owner' | 'technician') {
  const page = await client.get('/').loginAs(await workshop.user(role))
  const { commands: shown } = pageProps<{ commands: PaletteCommand[] }>(page)
  return shown.map(({ id }) => id)
}

test.group('Commands of modules in the palette', () => {
  test('are told to those who may open them, while the module is in use', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const all = await commands(client, mine, 'owner')
    assert.includeMembers(all, ['tickets.mine', 'invoicing.unpaid', 'accounting.lock'])
    const few = await commands(client, mine, 'technician')
    assert.include(few, 'tickets.mine')
    assert.notInclude(few, 'invoicing.unpaid')
    for (const state of ['paused', 'archived'] as const) {
      await setModule(mine, 'tickets', state)
      assert.notInclude(await commands(client, mine, 'owner'), 'tickets.mine', state)
      assert.include(await commands(client, other, 'owner'), 'tickets.mine')
    }
    await setModule(mine, 'tickets', 'enabled')
    assert.deepEqual(await commands(client, mine, 'owner'), all)
  })
})
