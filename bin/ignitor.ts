import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

/** Folder of the sources, or of the build when compiled. */
export const APP_ROOT = new URL('../', import.meta.url)

/** The application, not yet started: the same for the web server, commands and tests. */
export function createIgnitor(): Ignitor {
  return new Ignitor(APP_ROOT, {
    importer: (file) => {
      if (file.startsWith('./') || file.startsWith('../')) {
        return import(new URL(file, APP_ROOT).href)
      }
      return import(file)
    },
  })
}
