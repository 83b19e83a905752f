import type { Scope } from '../tenancy/scope.ts'
import type { ExtensionPoints } from '../modules/define.ts'

/**
 * A named place in a service where other modules add to the result. The type stands in `contracts.ts`
 * (`interface ExtensionPoints`).
 */
export interface ExtensionPointDeclaration {
  /** `<module>.<what>@<version>`: `invoicing.document_footer@1`. */
  id: string
  /** What is asked, when, and what becomes of the answers. */
  description: string
}

/** Answers an extension point for one organisation; runs inside the caller's unit and throws to stop the caller. */
export type Extension<Id extends keyof ExtensionPoints> = (
  scope: Scope,
  input: ExtensionPoints[Id]['input']
) => Promise<ExtensionPoints[Id]['output'] | null>

/** Declares an answer to the extension point `id`; its file is named in the manifest under `extensions.adds`. */
export function defineExtension<Id extends keyof ExtensionPoints>(
  _id: Id,
  extension: Extension<Id>
): Extension<Id> {
  return extension
}
