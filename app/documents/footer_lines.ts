import { extend } from '../extensions/extend.ts'
import type { ExtensionPointId } from '../extensions/declaration.ts'
import type { ExtensionPoints } from '../modules/define.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Lines that one module may put at the foot of a paper, and their length in characters. */
const MOST_LINES = 5
const LONGEST = 300

/** Ids of the extension points that ask for the foot of a paper. */
type FooterPoint = {
  [Id in ExtensionPointId]: ExtensionPoints[Id] extends { output: { lines: string[] } } ? Id : never
}[ExtensionPointId]

/**
 * What modules put at the foot of a paper, asked by an extension point of the module that prints it. Of one module five
 * lines of 300 characters at the most are printed.
 */
export async function footerLines<Id extends FooterPoint>(
  scope: Scope,
  point: Id,
  input: ExtensionPoints[Id]['input']
): Promise<string[]> {
  const answers = await extend(scope, point, input)
  return answers.flatMap(({ answer }) =>
    (answer as { lines: string[] }).lines
      .slice(0, MOST_LINES)
      .map((line) => line.trim().slice(0, LONGEST))
      .filter(Boolean)
  )
}
