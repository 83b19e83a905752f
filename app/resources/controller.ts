import type { HttpContext } from '@adonisjs/core/http'
import type {} from '@adonisjs/core/providers/vinejs_provider'
import { customFieldsOf } from '../custom_fields/definitions.ts'
import type {} from '../http/middleware/scope_middleware.ts'
import { reply } from '../http/reply.ts'
import { translate } from '../lang/translate.ts'
import { runList } from '../lists/define_list.ts'
import { listInput } from '../lists/list_input.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { listOfResource } from './list.ts'
import { pageOf, pathOf } from './names.ts'
import { archiveRecord, createRecord, getRecord, updateRecord } from './records.ts'
import { nameOf } from './rows.ts'
import { lookupRecords } from './search.ts'
import { inputOf, lookupValidator, validatorOf } from './validators.ts'
import { viewOf } from './view.ts'

/** Pages and API of one resource. */
export function controllerOf(resource: ResourceDeclaration) {
  const path = pathOf(resource)
  const view = async (scope: Scope) => ({
    resource: viewOf(scope, resource),
    customFields: resource.customFields ? await customFieldsOf(scope, resource.table) : [],
  })
  const said = (scope: Scope, what: 'added' | 'saved' | 'archived' | 'restored', row: object) =>
    translate(scope.language, `kernel.resource.${what}`, {
      name: nameOf(resource, row as Record<string, unknown>),
    })

  return class ResourceController {
    async index(ctx: HttpContext) {
      const input = await listInput(ctx)
      const list = await runList(ctx.scope, listOfResource(resource), input)
      return reply(ctx).list(pageOf(resource, 'index'), list, () => view(ctx.scope))
    }

    async lookup(ctx: HttpContext) {
      const { q } = await lookupValidator.validate(ctx.request.qs())
      return { data: await lookupRecords(ctx.scope, resource, q) }
    }

    async create(ctx: HttpContext) {
      return reply(ctx).page(pageOf(resource, 'form'), { record: null, ...(await view(ctx.scope)) })
    }

    async store(ctx: HttpContext) {
      const sent = await ctx.request.validateUsing(validatorOf(resource, 'new'))
      const record = await createRecord(ctx.scope, resource, inputOf(resource, sent))
      return reply(ctx).saved(record, {
        to: `${path}/${record.id}`,
        message: said(ctx.scope, 'added', record),
        created: true,
      })
    }

    async show(ctx: HttpContext) {
      const { id } = ctx.params as { id: string }
      const record = await getRecord(ctx.scope, resource, id)
      return reply(ctx).record(pageOf(resource, 'show'), record, () => view(ctx.scope))
    }

    async edit(ctx: HttpContext) {
      const { id } = ctx.params as { id: string }
      const record = await getRecord(ctx.scope, resource, id)
      return reply(ctx).page(pageOf(resource, 'form'), { record, ...(await view(ctx.scope)) })
    }

    async update(ctx: HttpContext) {
      const { id } = ctx.params as { id: string }
      const sent = await ctx.request.validateUsing(validatorOf(resource, 'change'))
      const record = await updateRecord(ctx.scope, resource, id, inputOf(resource, sent))
      return reply(ctx).saved(record, {
        to: `${path}/${id}`,
        message: said(ctx.scope, 'saved', record),
      })
    }

    async archive(ctx: HttpContext) {
      const { id } = ctx.params as { id: string }
      const record = await archiveRecord(ctx.scope, resource, id)
      return reply(ctx).saved(record, {
        to: `${path}/${id}`,
        message: said(ctx.scope, 'archived', record),
        undo: { method: 'post', href: `${path}/${id}/restore` },
      })
    }

    async restore(ctx: HttpContext) {
      const { id } = ctx.params as { id: string }
      const record = await archiveRecord(ctx.scope, resource, id, false)
      return reply(ctx).saved(record, {
        to: `${path}/${id}`,
        message: said(ctx.scope, 'restored', record),
      })
    }
  }
}
