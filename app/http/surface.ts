/** Who asks: a person in the pages, or a program through `/api/v1`. */
export type Surface = 'web' | 'api'
