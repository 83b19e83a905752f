import type { HttpContext } from '@adonisjs/core/http'
import type { Infer } from '@vinejs/vine/types'
import { reply } from '../../http/reply.ts'
import { languageOf } from '../../lang/translate.ts'
import { sayTo, type Say } from '../../lang/say.ts'
import type { Wording } from '../../mail/declaration.ts'
import {
  listTemplates,
  previewTemplate,
  readTemplate,
  resetTemplate,
  saveTemplate,
  testTemplate,
  type TemplateRow,
} from '../templates/editor.ts'
import { languageValidator, wordingValidator } from '../templates/validators.ts'

/** The messages that modules send, in the words of the organisation. */
export default class TemplatesController {
  async index(ctx: HttpContext) {
    const templates = await listTemplates(ctx.scope)
    if (ctx.surface === 'api') return { data: templates }
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::settings/message_templates', {
      templates: templates.map((template) => templateIn(say, template)),
    })
  }

  async show(ctx: HttpContext) {
    const asked: unknown = ctx.request.qs().language
    const language = asked === 'en' || asked === 'hi' ? asked : languageOf(ctx.scope)
    const template = await readTemplate(ctx.scope, ctx.params.mail, language)
    if (ctx.surface === 'api') return { data: template }
    const say = sayTo(ctx)
    const { id: module } = template.module
    return reply(ctx).page('kernel::settings/message_template', {
      template: {
        ...templateIn(say, template),
        variables: template.variables.map((each) => ({ ...each, label: say(module, each.label) })),
      },
      mayChange: template.editable && ctx.scope.can('kernel.message_template.manage'),
    })
  }

  async update(ctx: HttpContext) {
    const { language, ...words } = await ctx.request.validateUsing(wordingValidator)
    const saved = await saveTemplate(ctx.scope, ctx.params.mail, language, filled(words))
    return reply(ctx).saved(saved, { to: pageOf(saved), message: 'Words saved.' })
  }

  async preview(ctx: HttpContext) {
    const { language, ...words } = await ctx.request.validateUsing(wordingValidator)
    return { data: await previewTemplate(ctx.scope, ctx.params.mail, language, filled(words)) }
  }

  async test(ctx: HttpContext) {
    const { language, ...words } = await ctx.request.validateUsing(wordingValidator)
    const { to } = await testTemplate(ctx.scope, ctx.params.mail, language, filled(words))
    return reply(ctx).saved(
      { to },
      {
        to: pageOf({ id: ctx.params.mail as string, language }),
        message: { key: 'kernel.template_test_sent', params: { to } },
      }
    )
  }

  async reset(ctx: HttpContext) {
    const { language } = await ctx.request.validateUsing(languageValidator)
    const saved = await resetTemplate(ctx.scope, ctx.params.mail, language)
    return reply(ctx).saved(saved, {
      to: pageOf(saved),
      message: 'The words as shipped count again.',
    })
  }
}

const pageOf = ({ id, language }: { id: string; language: string }) =>
  `/settings/message-templates/${encodeURIComponent(id)}?language=${language}`

type Sent = Omit<Infer<typeof wordingValidator>, 'language'>

/** Empty fields of a form arrive as nothing. */
function filled(words: Sent): Partial<Wording> {
  return Object.fromEntries(Object.entries(words).map(([field, text]) => [field, text ?? '']))
}

/** A message as the reader of the page calls it; what it says is in the language of whoever gets it. */
function templateIn<Row extends TemplateRow>(say: Say, row: Row): Row {
  const { id, name } = row.module
  return {
    ...row,
    label: say(id, row.label),
    description: row.description && say(id, row.description),
    module: { id, name: say(id, name) },
  }
}
