import type { HttpContext } from '@adonisjs/core/http'
import { customFieldsOf, customOf, translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import type { UndoRequest } from '@karkhana/kernel/pages'
import { listInput } from '@karkhana/kernel/lists'
import Item from '../models/item.ts'
import { formChoices } from '../services/form_choices.ts'
import { listItems } from '../services/item_list.ts'
import { archiveItem, createItem, getItem, updateItem } from '../services/items.ts'
import { lookupItems } from '../services/lookup.ts'
import { rateHistory } from '../services/rate_history.ts'
import { itemRecord } from '../transformers/item.ts'
import { itemChangeValidator, itemValidator, lookupValidator } from '../validators/items.ts'

/** What happened to an item, as it is told after saving. */
type Saved = 'added' | 'saved' | 'archived' | 'restored'

/** Parts and services. */
export default class ItemsController {
  async index(ctx: HttpContext) {
    const list = await listItems(ctx.scope, await listInput(ctx))
    return reply(ctx).list('catalog::index', list)
  }

  async lookup({ request, scope }: HttpContext) {
    return { data: await lookupItems(scope, await lookupValidator.validate(request.qs())) }
  }

  async show(ctx: HttpContext) {
    const item = await getItem(ctx.scope, ctx.params.id)
    return reply(ctx).record('catalog::show', await this.#record(ctx, item), async () => ({
      customFields: await customFieldsOf(ctx.scope, Item.table),
    }))
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('catalog::form', { record: null, ...(await this.#form(ctx)) })
  }

  async edit(ctx: HttpContext) {
    const item = await getItem(ctx.scope, ctx.params.id)
    const custom = await customOf(ctx.scope, Item.table, item.custom)
    const record = { ...itemRecord(ctx.scope, item), custom }
    return reply(ctx).page('catalog::form', { record, ...(await this.#form(ctx)) })
  }

  async store(ctx: HttpContext) {
    const item = await createItem(ctx.scope, await ctx.request.validateUsing(itemValidator))
    return this.#saved(ctx, item, 'added', { created: true })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(itemChangeValidator)
    const item = await updateItem(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, item, 'saved')
  }

  async archive(ctx: HttpContext) {
    const item = await archiveItem(ctx.scope, ctx.params.id, true)
    return this.#saved(ctx, item, 'archived', {
      undo: { method: 'post', href: `/catalog/${item.id}/restore` },
    })
  }

  async restore(ctx: HttpContext) {
    const item = await archiveItem(ctx.scope, ctx.params.id, false)
    return this.#saved(ctx, item, 'restored')
  }

  async #saved(
    ctx: HttpContext,
    item: Item,
    what: Saved,
    options: { created?: boolean; undo?: UndoRequest } = {}
  ) {
    const record =
      ctx.surface === 'api' ? await this.#record(ctx, item) : itemRecord(ctx.scope, item)
    const message = translate(ctx.scope.language, `catalog.saved.${what}`, { name: item.name })
    return reply(ctx).saved(record, { to: `/catalog/${item.id}`, message, ...options })
  }

  async #record(ctx: HttpContext, item: Item) {
    const { today } = await rateHistory(ctx.scope, item)
    const custom = await customOf(ctx.scope, Item.table, item.custom)
    return { ...itemRecord(ctx.scope, item), custom, rateToday: today }
  }

  async #form({ scope }: HttpContext) {
    const customFields = await customFieldsOf(scope, Item.table)
    return { ...(await formChoices(scope)), customFields }
  }
}
