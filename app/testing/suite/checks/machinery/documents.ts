import type { DocumentDefinition } from '../../../../documents/definition.ts'
import { documents } from '../../../../documents/pdf.ts'
import { listDocuments, printDocument } from '../../../../documents/registry.ts'
import type { Scope } from '../../../../tenancy/scope.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { whileOff } from './foreign.ts'

/** A document is printed for the organisation whose record it is of; for another, or while it is off, there is none. */
export async function documentProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry } = module
  if (manifest.documents.length === 0) return []
  const { a, b } = await module.pair()
  const ids = await module.idsOf(await a.scope())
  const problems: string[] = []
  documents.fake()
  try {
    for (const load of manifest.documents) {
      const { default: document } = (await load()) as { default: DocumentDefinition }
      if (!document.record) {
        problems.push(
          `the document "${document.id}" names no record; say its table in "record", so that the kernel asks who may see it`
        )
        continue
      }
      const [id] = ids.get(document.record) ?? (await rowsOf(await a.scope(), document.record))
      const printed = async (scope: Scope) =>
        id !== undefined && (await outcome(printDocument(scope, registry, document.id, id)))
      const own = await printed(await a.scope())
      if (typeof own === 'string') {
        problems.push(`the document "${document.id}" is not printed: ${own}; correct its load`)
      }
      if ((await printed(await b.scope())) === true) {
        problems.push(
          `the document "${document.id}" of one organisation is printed for another; read it by the scope`
        )
      }
      const [listed, off] = await whileOff(module, a, async () => {
        const scope = await a.scope()
        return [await listDocuments(scope, registry), await printed(scope)] as const
      })
      if (off === true || listed.some((line) => line.id === document.id)) {
        problems.push(`the document "${document.id}" is there while the module is off`)
      }
    }
  } finally {
    documents.restore()
  }
  return problems
}

/** The first row of a table of another module, that the organisation has. */
async function rowsOf(scope: Scope, table: string): Promise<string[]> {
  const rows = await scope.read((unit) => unit.from(table).select('id').orderBy('id').limit(1))
  return (rows as { id: string }[]).map(({ id }) => id)
}

/** `true`, or why not. */
const outcome = (printing: Promise<unknown>): Promise<true | string> =>
  printing.then(
    () => true as const,
    (error: Error) => error.message
  )
