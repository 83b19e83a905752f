import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { OpenApiDocument } from '../../../app/openapi/document.ts'
import type { Operation } from '../../../app/openapi/operation.ts'
import type { Parameter } from '../../../app/openapi/schemas.ts'
import { askAce } from '../../helpers/ace.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { pageProps } from '../../helpers/page_props.ts'

async function describe(client: ApiClient, workshop: Workshop): Promise<OpenApiDocument> {
  const answer = await client.get('/api/v1/openapi.json').bearerToken(await workshop.token())
  answer.assertStatus(200)
  return answer.body() as OpenApiDocument
}

/** `GET /tickets/{id}` of every operation. */
const operations = ({ paths }: OpenApiDocument) =>
  Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
    )
    .sort()

/** What the router answers below /api/v1, in the same words. */
function answering(): string[] {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern }) => pattern.startsWith('/api/v1/'))
    .flatMap(({ methods, pattern }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${pattern.slice(7).replace(/:(\w+)/g, '{$1}')}`)
    )
    .sort()
}

/** The parameters that are of this operation alone. */
function parametersOf({ parameters = [] }: Operation): Parameter[] {
  return parameters.filter((each): each is Parameter => 'name' in each)
}

/** Every `$ref` of a document. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' ? [String(child)] : references(child)
  )
}

test.group('The description of the API', () => {
  test('has every route that answers, and no other', async ({ client, assert }) => {
    const mine = await makeWorkshop()
    const registry = await app.container.make(ModuleRegistry)
    for (const { id } of registry.manifests()) await setModule(mine, id, 'enabled')
    const document = await describe(client, mine)
    assert.equal(document.openapi, '3.1.0')
    assert.deepEqual(operations(document), answering())
    assert.isAbove(operations(document).length, 100)
  })

  test('is whole: names are unique, references lead somewhere, parameters are declared', async ({
    client,
    assert,
  }) => {
    const document = await describe(client, await makeWorkshop())
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
    )
    const ids = all.map(({ operation }) => operation.operationId)
    assert.lengthOf(new Set(ids), ids.length)
    for (const { path, method, operation } of all) {
      const label = `${method} ${path}`
      assert.match(operation.operationId, /^[a-z]+[A-Za-z0-9]*$/, label)
      assert.isAbove(operation.summary.length, 4, label)
      const declared = parametersOf(operation).filter((each) => each.in === 'path')
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      assert.sameMembers(
        declared.map(({ name }) => name),
        named,
        label
      )
      const tags = document.tags.map(({ name }) => name)
      for (const tag of operation.tags) assert.include(tags, tag, label)
    }
    for (const reference of references(document)) {
      const steps = reference.replace('#/', '').split('/')
      const target = steps.reduce<unknown>(
        (part, step) => (part as Record<string, unknown> | undefined)?.[step],
        document
      )
      assert.exists(target, reference)
    }
  })

  test('says what a body must have', async ({ client, assert }) => {
    const document = await describe(client, await makeWorkshop())
    const { post } = document.paths['/contacts']
    const body = post.requestBody as {
      content: Record<string, { schema: { required: string[]; properties: object } }>
    }
    const { schema } = body.content['application/json']
    assert.includeMembers(schema.required, ['name', 'kind'])
    assert.deepInclude(schema.properties, { sharedPhone: { type: 'boolean' } })
    assert.equal(post['x-permission'], 'contacts.contact.create')
    const { get } = document.paths['/search']
    assert.includeMembers(
      parametersOf(get).map(({ name }) => name),
      ['q', 'limit']
    )
  })

  test('leaves out a module that is off, keeps what reads of an archived one, and leaves others alone', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const ofJobs = async (workshop: Workshop) =>
      operations(await describe(client, workshop)).filter((each) => each.includes(' /jobcards'))
    const before = await ofJobs(mine)
    assert.isAbove(before.length, 8)
    await setModule(mine, 'jobcards', 'paused')
    assert.deepEqual(await ofJobs(mine), [])
    const document = await describe(client, mine)
    assert.notInclude(JSON.stringify(document), 'jobcards')
    assert.deepEqual(await ofJobs(other), before)
    await setModule(mine, 'jobcards', 'archived')
    assert.deepEqual(
      await ofJobs(mine),
      before.filter((each) => each.startsWith('GET'))
    )
  })

  test('is for members only, and has a page for those who make tokens', async ({
    client,
    assert,
  }) => {
    const mine = await makeWorkshop()
    const stranger = await client.get('/api/v1/openapi.json')
    stranger.assertStatus(401)
    const page = await client.get('/settings/tokens/reference').loginAs(await mine.user())
    page.assertStatus(200)
    assert.property(pageProps<{ document: OpenApiDocument }>(page).document.paths, '/contacts')
    const technician = await client
      .get('/settings/tokens/reference')
      .loginAs(await mine.user('technician'))
      .accept('json')
    technician.assertStatus(403)
  })

  test('is printed by a command, for all modules or for those of an organisation', async ({
    assert,
  }) => {
    const mine = await makeWorkshop()
    await setModule(mine, 'jobcards', 'paused')
    const all = await askAce('openapi:print', [])
    assert.deepEqual(operations(JSON.parse(all.text) as OpenApiDocument), answering())
    const some = await askAce('openapi:print', ['--org', mine.organisationId])
    assert.include(some.text, '/tickets')
    assert.notInclude(some.text, '/jobcards')
  })
})
