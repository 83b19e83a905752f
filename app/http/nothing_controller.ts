import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../errors.ts'

/** Every address that no route knows; a route of its own, so that the answer is a page. */
export default class NothingController {
  show(_ctx: HttpContext): never {
    throw new KarkhanaError('E_ROUTE_NOT_FOUND', 404, 'This page does not exist.', {
      next: 'Check the link, or go back to the start page.',
    })
  }
}
