import type { HttpContext } from '@adonisjs/core/http'
import { customFieldsOf } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import contacts from '../lists/contacts.ts'
import Contact from '../models/contact.ts'
import {
  archiveContact,
  createContact,
  getContact,
  restoreContact,
  updateContact,
} from '../services/contacts.ts'
import { lookupContacts } from '../services/lookup.ts'
import { stateChoices } from '../services/tax_identity.ts'
import { contactDetail } from '../transformers/contact.ts'
import { contactChangeValidator, contactValidator, lookupValidator } from '../validators/contact.ts'

/** Customers and vendors. */
export default class ContactsController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, contacts, await listInput(ctx))
    return reply(ctx).list('contacts::index', list)
  }

  async lookup(ctx: HttpContext) {
    const input = await lookupValidator.validate(ctx.request.qs())
    return { data: await lookupContacts(ctx.scope, input) }
  }

  async create(ctx: HttpContext) {
    const states = await stateChoices(ctx.scope)
    const customFields = await customFieldsOf(ctx.scope, Contact.table)
    return reply(ctx).page('contacts::form', { record: null, states, customFields })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(contactValidator)
    const contact = await createContact(ctx.scope, input)
    return reply(ctx).saved(await contactDetail(ctx.scope, contact), {
      to: `/contacts/${contact.id}`,
      message: `${contact.name} added.`,
      created: true,
    })
  }

  async show(ctx: HttpContext) {
    const contact = await getContact(ctx.scope, ctx.params.id)
    const slots = { 'contacts.contact.aside': { contactId: contact.id } }
    const page = async () => {
      const states = await stateChoices(ctx.scope)
      return {
        stateName: states.find(({ value }) => value === contact.stateCode)?.label ?? null,
        customFields: await customFieldsOf(ctx.scope, Contact.table),
      }
    }
    return reply(ctx).record('contacts::show', await contactDetail(ctx.scope, contact), page, {
      slots,
    })
  }

  async edit(ctx: HttpContext) {
    const record = await contactDetail(ctx.scope, await getContact(ctx.scope, ctx.params.id))
    return reply(ctx).page('contacts::form', {
      record,
      states: await stateChoices(ctx.scope),
      customFields: await customFieldsOf(ctx.scope, Contact.table),
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(contactChangeValidator)
    const contact = await updateContact(ctx.scope, ctx.params.id, input)
    return reply(ctx).saved(await contactDetail(ctx.scope, contact), {
      to: `/contacts/${contact.id}`,
      message: `${contact.name} saved.`,
    })
  }

  async archive(ctx: HttpContext) {
    const contact = await archiveContact(ctx.scope, ctx.params.id)
    return reply(ctx).saved(await contactDetail(ctx.scope, contact), {
      to: `/contacts/${contact.id}`,
      message: `${contact.name} is archived.`,
      undo: { method: 'post', href: `/contacts/${contact.id}/restore` },
    })
  }

  async restore(ctx: HttpContext) {
    const contact = await restoreContact(ctx.scope, ctx.params.id)
    return reply(ctx).saved(await contactDetail(ctx.scope, contact), {
      to: `/contacts/${contact.id}`,
      message: `${contact.name} is back.`,
    })
  }
}
