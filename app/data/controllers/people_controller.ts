import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { erasePerson } from '../erasure/erase_person.ts'
import { heldAbout } from '../person/held.ts'
import { heldIn } from '../person/held_words.ts'
import { exportPerson } from '../person/person_export.ts'
import { ensureMayReadPeople, findPeople, subjectKinds } from '../person/subjects.ts'
import { eraseValidator, peopleValidator } from '../validators.ts'

/** What the organisation holds about one person: found, taken out, erased. */
@inject()
export default class PeopleController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const { scope } = ctx
    ensureMayReadPeople(scope)
    const { kind, q } = await peopleValidator.validate(ctx.request.qs())
    const kinds = await scope.read((unit) => subjectKinds(unit, this.registry))
    const chosen = kind ?? kinds[0].id
    const people = q ? await findPeople(scope, this.registry, chosen, q) : []
    if (ctx.surface === 'api') return { data: people }
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::settings/data_people', {
      kinds: kinds.map(({ id, label, module }) => ({ value: id, label: say(module, label) })),
      kind: chosen,
      q: q ?? '',
      people,
    })
  }

  async show(ctx: HttpContext) {
    const { kind, id } = ctx.params as { kind: string; id: string }
    const held = await heldAbout(ctx.scope, this.registry, kind, id)
    return reply(ctx).record('kernel::settings/data_person', heldIn(sayTo(ctx), held))
  }

  async download(ctx: HttpContext) {
    const { kind, id } = ctx.params as { kind: string; id: string }
    const file = await exportPerson(ctx.scope, this.registry, kind, id, originOf(ctx))
    return sendZip(ctx, file)
  }

  async erase(ctx: HttpContext) {
    const { kind, id } = ctx.params as { kind: string; id: string }
    const { confirmation } = await ctx.request.validateUsing(eraseValidator)
    const done = await erasePerson(ctx.scope, this.registry, kind, id, confirmation)
    return reply(ctx).saved(done, {
      to: `/settings/data/people/${kind}/${id}`,
      message: done.keptUntil
        ? 'Erased. What the law keeps is erased when its time is over.'
        : 'Erased. Nothing is left.',
    })
  }
}

/** Sends a small ZIP that was made in memory. */
export function sendZip({ response }: HttpContext, file: { name: string; content: Buffer }) {
  response.header('content-type', 'application/zip')
  response.header('content-disposition', `attachment; filename="${file.name}"`)
  response.header('cache-control', 'private, no-store')
  return response.send(file.content)
}
