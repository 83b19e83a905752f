import type { HttpContext } from '@adonisjs/core/http'
import type { FieldKind } from '../../fields/declaration.ts'
import { reply } from '../../http/reply.ts'
import { sayTo, type Say } from '../../lang/say.ts'
import type Definition from '../definition.ts'
import { filledOf, usageOf } from '../impact.ts'
import { KIND_LABELS, kindsAfter } from '../kinds.ts'
import {
  archiveCustomField,
  createCustomField,
  customFieldImpact,
  getCustomField,
  listCustomFields,
  orderCustomFields,
  restoreCustomField,
  updateCustomField,
} from '../manage.ts'
import { recordKindOr404, recordKinds, type RecordKind } from '../records.ts'
import {
  customFieldChangeValidator,
  customFieldImpactValidator,
  customFieldOrderValidator,
  customFieldsQueryValidator,
  customFieldValidator,
} from '../validators.ts'
import { customFieldView } from '../views.ts'

const PAGE = '/settings/custom-fields'

/** Fields of the organisation's own: what they are, not what stands in them. */
export default class CustomFieldsController {
  async index(ctx: HttpContext) {
    const kinds = await recordKinds(ctx.scope)
    const query = await customFieldsQueryValidator.validate(ctx.request.qs())
    const table = query.record ?? kinds[0]?.table
    const definitions = table ? await listCustomFields(ctx.scope, table) : []
    const fields = definitions.map(customFieldView)
    if (ctx.surface === 'api') return { data: fields, records: kinds }
    const kind = kinds.find((each) => each.table === table)
    const filled = kind ? await ctx.scope.read((unit) => filledOf(unit, kind)) : new Map()
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::settings/custom_fields', {
      kinds: kinds.map((each) => kindIn(say, each)),
      record: table ?? null,
      fields: fields.map((field) => ({
        ...field,
        kindLabel: say('kernel', KIND_LABELS[field.kind]),
        filled: filled.get(field.key) ?? 0,
      })),
      limited: ctx.scope.branchIds !== null,
    })
  }

  async show(ctx: HttpContext) {
    return { data: customFieldView(await getCustomField(ctx.scope, ctx.params.id)) }
  }

  async create(ctx: HttpContext) {
    const kind = await recordKindOr404(ctx.scope, ctx.params.table)
    return reply(ctx).page('kernel::settings/custom_field_form', {
      record: null,
      kind: kindIn(sayTo(ctx), kind),
      usage: null,
      fieldKinds: choices(sayTo(ctx), kindsAfter('text', 0)),
    })
  }

  async edit(ctx: HttpContext) {
    const definition = await getCustomField(ctx.scope, ctx.params.id)
    const kind = await recordKindOr404(ctx.scope, definition.tableName)
    const usage = await ctx.scope.read((unit) => usageOf(unit, kind, definition))
    return reply(ctx).page('kernel::settings/custom_field_form', {
      record: customFieldView(definition),
      kind: kindIn(sayTo(ctx), kind),
      usage,
      fieldKinds: choices(sayTo(ctx), kindsAfter(definition.kind, usage.filled)),
    })
  }

  async store(ctx: HttpContext) {
    const { record, ...input } = await ctx.request.validateUsing(customFieldValidator)
    const definition = await createCustomField(ctx.scope, record, input)
    return this.#saved(ctx, definition, 'added')
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(customFieldChangeValidator)
    const definition = await updateCustomField(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, definition, 'saved')
  }

  async impact(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(customFieldImpactValidator)
    return { data: await customFieldImpact(ctx.scope, ctx.params.id, input) }
  }

  async archive(ctx: HttpContext) {
    const definition = await archiveCustomField(ctx.scope, ctx.params.id)
    return this.#saved(ctx, definition, 'archived')
  }

  async restore(ctx: HttpContext) {
    const definition = await restoreCustomField(ctx.scope, ctx.params.id)
    return this.#saved(ctx, definition, 'restored')
  }

  async order(ctx: HttpContext) {
    const { record, ids } = await ctx.request.validateUsing(customFieldOrderValidator)
    await orderCustomFields(ctx.scope, record, ids)
    return reply(ctx).saved(
      { record, ids },
      { to: `${PAGE}?record=${record}`, message: 'The fields stand in their new order.' }
    )
  }

  #saved(
    ctx: HttpContext,
    definition: Definition,
    what: 'added' | 'saved' | 'archived' | 'restored'
  ) {
    return reply(ctx).saved(customFieldView(definition), {
      to: `${PAGE}?record=${definition.tableName}`,
      message: { key: `kernel.own_field.${what}`, params: { field: definition.label } },
      created: what === 'added',
    })
  }
}

const choices = (say: Say, kinds: FieldKind[]) =>
  kinds.map((value) => ({ value, label: say('kernel', KIND_LABELS[value]) }))

/** A kind of record as its reader calls it. */
const kindIn = (say: Say, kind: RecordKind): RecordKind => ({
  ...kind,
  moduleName: say(kind.module, kind.moduleName),
  noun: nounIn(say, kind),
  label: say(kind.module, kind.label),
})

/** `vehicle`, which its module translates as the label `Vehicle`. */
function nounIn(say: Say, { module, noun }: RecordKind): string {
  const label = `${noun[0].toUpperCase()}${noun.slice(1)}`
  const said = say(module, label)
  return said === label ? noun : said
}
