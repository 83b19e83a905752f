import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ModuleRegistry } from '../../modules/registry.ts'
import { releasesFor, signatureOf } from '../changelogs.ts'
import { menuCounts } from '../menu_counts.ts'

/** What the frame of the pages asks for once it stands. */
@inject()
export default class ShellController {
  constructor(private registry: ModuleRegistry) {}

  async counts({ scope }: HttpContext) {
    return { data: { counts: await menuCounts(this.registry, scope) } }
  }

  async releases({ scope }: HttpContext) {
    const releases = await releasesFor(this.registry, scope)
    return { data: { signature: signatureOf(releases), releases } }
  }
}
