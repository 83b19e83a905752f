import type { Scope } from '../tenancy/scope.ts'
import type { ExtensionPoints } from '../modules/define.ts'

/** Id of an extension point that an installed module offers. */
export type ExtensionPointId = keyof ExtensionPoints & string

/**
 * A named place in a service where other modules add to the result. The type stands in `contracts.ts`
 * (`interface ExtensionPoints`).
 */
export interface ExtensionPointDeclaration {
  /** `<module>.<what>@<version>`: `invoicing.document_footer@1`. */
  id: string
  /** What is asked, when, and what becomes of the answers. */
  description: string
  /** An answer that fails is left out and logged; otherwise it stops whoever asked, and nothing is saved. */
  tolerant?: boolean
}

/** Answers an extension point for one organisation; runs inside the caller's unit. `null` adds nothing. */
export type Extension<Id extends keyof ExtensionPoints> = (
  scope: Scope,
  input: ExtensionPoints[Id]['input']
) => Promise<ExtensionPoints[Id]['output'] | null>

/** Any answer, as a manifest holds it. */
export type AnyExtension = (scope: Scope, input: never) => Promise<unknown>

/** Declares an answer to the extension point `id`; its file is named in the manifest under `extensions.adds`. */
export function defineExtension<Id extends keyof ExtensionPoints>(
  _id: Id,
  extension: Extension<Id>
): Extension<Id> {
  return extension
}
