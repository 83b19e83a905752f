import type { Language } from '../lang/declaration.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** What the link of the address was made for; there on public pages of modules only. */
    link: OpenedLink
  }
}

/** A link that somebody has followed. */
export interface OpenedLink {
  id: string
  purpose: string
  recordId: string
  /** What the page should speak: `?lang=`, else what the browser asks for, else English. */
  language: Language
}
