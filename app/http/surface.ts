/** Who asks: a person in the pages, or a program through `/api/v1`. */
export type Surface = 'web' | 'api'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Set behind sign-in. */
    surface: Surface
  }
}
