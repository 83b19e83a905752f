import { test } from '@japa/runner'
import { Validator } from '@seriousme/openapi-schema-validator'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { makeWorkshop } from '@karkhana/kernel/testing'

/** What a program does with the client; the lines that expect an error do not compile otherwise. */
const USE = `
import createClient from 'openapi-fetch'
import type { paths } from './karkhana.d.ts'

const client = createClient<paths>({ baseUrl: '/api/v1' })
const made = await client.POST('/contacts', { body: { kind: 'customer', name: 'Raj Kumar' } })
export const name: string | undefined = made.data?.data.name
export const code: string | undefined = made.error?.code
const list = await client.GET('/tickets', { params: { query: { limit: 5 } } })
export const numbers: string[] | undefined = list.data?.data.map(({ number }) => number)
// @ts-expect-error
await client.POST('/contacts', { body: { kind: 'nobody', name: 'Raj Kumar' } })
// @ts-expect-error
await client.GET('/nothing')
// @ts-expect-error
export const unknown = list.data?.data[0].nothing
`

test.group('Types made from the description', () => {
  test('know what is sent and what is answered', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const answer = await client.get('/api/v1/openapi.json').bearerToken(await workshop.token())
    const checked = await new Validator().validate(structuredClone(answer.body()))
    assert.isTrue(checked.valid, JSON.stringify(checked.errors ?? null))
    const types = astToString(await openapiTS(answer.body()))
    assert.deepEqual(errorsIn({ 'use.ts': USE, 'karkhana.d.ts': types }), [])
  })
})

/** Compiles files that are only in memory. */
function errorsIn(files: Record<string, string>): string[] {
  const folder = `${process.cwd()}/tests/functional/openapi/`
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true },
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const onDisk = { read: host.readFile, exists: host.fileExists }
  const own = (path: string) => files[path.replace(folder, '')]
  host.readFile = (path) => own(path) ?? onDisk.read(path)
  host.fileExists = (path) => own(path) !== undefined || onDisk.exists(path)
  const readSource = host.getSourceFile.bind(host)
  host.getSourceFile = (path, version) => {
    const text = own(path)
    return text === undefined
      ? readSource(path, version)
      : ts.createSourceFile(path, text, version, true)
  }
  const program = ts.createProgram([`${folder}use.ts`], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
