import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { ListPage, UndoRequest } from './page_types.ts'
import { offerSlots, type SlotOffers } from '../slots/offered.ts'
import type { TextParams } from '../lang/declaration.ts'
import { labelIn, translate } from '../lang/translate.ts'
import { ownerOf, readerLanguage } from '../lang/reader_language.ts'
import type { ListAnswer, PageAnswer, RecordAnswer, SavedAnswer } from './answers.ts'
import { localPath } from './local_path.ts'
import { isProgram } from './problem.ts'

/** The reader's own choice of where saving leads: the list, an empty form, the next record. */
const AFTER_SAVE = 'x-after-save'

/** A text with values: its whole key, and what stands in it. */
export interface TextOf {
  /** `kernel.role.removed` */
  key: string
  params: TextParams
}

/** What becomes of the page after saving. */
interface SavedOptions {
  to: string
  message: string | TextOf
  created?: boolean
  undo?: UndoRequest | null
}

type Props = Record<string, unknown>
/** Props that only the page needs; computed when a page is rendered. */
type PageProps = Props | (() => Promise<Props>)

/**
 * Answers one result as an Inertia page or as JSON, so that both surfaces share controller and
 * service. JSON is for everything below `/api/v1` and for scripts of a page that ask for it, such as
 * a picker that creates the record it misses.
 */
export function reply(ctx: HttpContext) {
  const api = ctx.surface === 'api' || isProgram(ctx)
  // One address, two answers: a browser must not show the JSON when it goes back to the page.
  if (ctx.surface !== 'api') ctx.response.vary('Accept')
  const render = async (component: string, props: Props, extra?: PageProps) => {
    const more = typeof extra === 'function' ? await extra() : extra
    return ctx.inertia.render(component as never, { ...props, ...more } as never)
  }
  return {
    /** A page of a list: prop `list`, or `{ data, nextCursor, limit }`. */
    async list<Row>(component: string, list: ListPage<Row>, extra?: PageProps) {
      if (!api) return (await render(component, { list }, extra)) as unknown as ListAnswer<Row>
      const { rows: data, nextCursor, limit } = list
      return { data, nextCursor, limit } as ListAnswer<Row>
    },

    /** One record: prop `record`, or `{ data }`. The page offers `slots` to other modules, with these props. */
    async record<Shown extends object>(
      component: string,
      record: Shown,
      extra?: PageProps,
      { slots }: { slots?: SlotOffers } = {}
    ) {
      if (api) return { data: record } as RecordAnswer<Shown>
      const offered = slots && (await offerSlots(ctx, slots))
      const page = await render(component, { record, ...offered }, extra)
      return page as unknown as RecordAnswer<Shown>
    },

    /** A page without an API twin, such as a form. */
    async page(component: string, props: Props) {
      return (await render(component, props)) as unknown as PageAnswer
    },

    /** A record that was made where no page shows what becomes of it: 201, also for scripts of a page. */
    made<Shown extends object>(record: Shown) {
      ctx.response.status(201).send({ data: record })
      return undefined as unknown as SavedAnswer<Shown, true>
    },

    /** The outcome of a write: redirect with a message, which may offer a way back, or the record with 201/200. */
    saved<Shown extends object, const Outcome extends SavedOptions>(
      record: Shown,
      options: Outcome
    ) {
      if (api) {
        ctx.response.status(options.created ? 201 : 200).send({ data: record })
        return undefined as unknown as SavedAnswer<Shown, Outcome['created']>
      }
      ctx.session.flash('id', randomUUID())
      ctx.session.flash('success', told(ctx, options.message))
      if (options.undo) ctx.session.flash('undo', options.undo)
      const wanted = ctx.request.header(AFTER_SAVE)
      ctx.response
        .redirect()
        .status(303)
        .toPath(wanted ? localPath(wanted) : options.to)
      return undefined as unknown as SavedAnswer<Shown, Outcome['created']>
    },
  }
}

/** What is said after saving: one fixed sentence, or a text with values. */
function told(ctx: HttpContext, message: string | TextOf): string {
  const language = readerLanguage(ctx)
  return typeof message === 'string'
    ? labelIn(language, ownerOf(ctx), message)
    : translate(language, message.key, message.params)
}
