import type { HttpContext } from '@adonisjs/core/http'
import { keepQuiet } from '../http/quiet.ts'
import { LinkGoneError } from './errors.ts'

/** Links of modules that are not installed, or to addresses that no module has. */
export default class GoneController {
  show(ctx: HttpContext): never {
    keepQuiet(ctx)
    throw new LinkGoneError()
  }
}
