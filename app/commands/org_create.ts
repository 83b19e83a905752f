import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { createOrganisation, type OwnerEntrance } from '../console/organisations.ts'
import { partnerWithPlan } from '../console/partner_options.ts'
import { organisationOptions } from '../console/validators.ts'
import { ensureGoodPassword } from '../identity/services/passwords.ts'

/** Founds an organisation and lets its owner in: by a printed link, a mailed one, or a password. */
export default class OrgCreate extends KernelCommand {
  static commandName = 'org:create'
  static description = 'Create an organisation and invite its owner'
  static help = [
    'The link to join is printed, works once and for two weeks. --mail sends it to the owner instead.',
    '{{ binaryName }} org:create --name="Volt & Wheel" --gstin=27AAPFU0939F1ZV --address="12 Karve Road" --city=Pune --postal-code=411004 --owner-name="Asha Kulkarni" --owner-email=asha@example.com',
  ]

  @flags.string({ description: 'Name of the organisation' })
  declare name: string

  @flags.string({ description: 'Name as registered; the name when left out' })
  declare legalName: string

  @flags.string({ description: 'GSTIN of the first branch' })
  declare gstin: string

  @flags.string({ description: 'Two-digit GST code of the state; needed without --gstin' })
  declare state: string

  @flags.string({ description: 'Address of the first branch' })
  declare address: string

  @flags.string({ description: 'City of the first branch' })
  declare city: string

  @flags.string({ description: 'PIN code of the first branch' })
  declare postalCode: string

  @flags.string({ description: 'Phone' })
  declare phone: string

  @flags.string({ description: 'Name of the owner' })
  declare ownerName: string

  @flags.string({ description: 'E-mail of the owner' })
  declare ownerEmail: string

  @flags.boolean({ description: 'Read a password of the owner from standard input; no invitation' })
  declare passwordStdin: boolean

  @flags.boolean({ description: 'Mail the invitation instead of printing the link' })
  declare mail: boolean

  @flags.string({ description: 'Partner who looks after it, by name or id; needs --plan' })
  declare partner: string

  @flags.string({ description: 'Plan of the partner, by name or id' })
  declare plan: string

  protected optionNames = {
    organisationName: 'name',
    addressLine1: 'address',
    taxId: 'gstin',
    stateCode: 'state',
    password: 'password-stdin',
    planId: 'plan',
  }

  protected async perform(): Promise<Outcome> {
    const input = await this.check(organisationOptions, this.#given())
    const partner = await partnerWithPlan({ partner: this.partner, plan: this.plan })
    const { organisation, link } = await createOrganisation(
      await this.registry(),
      {
        organisationName: input.name,
        legalName: input.legalName,
        country: 'IN',
        taxId: input.gstin,
        stateCode: input.state,
        addressLine1: input.address,
        city: input.city,
        postalCode: input.postalCode,
        phone: input.phone,
        ownerName: input.ownerName,
        ownerEmail: input.ownerEmail,
        partner,
      },
      await this.#entrance([input.ownerName, input.ownerEmail, input.name, input.city])
    )
    return {
      json: { id: organisation.id, name: organisation.name, invitation: link },
      lines: [
        `${organisation.name} is there: ${organisation.id}`,
        link
          ? `The owner joins by this link, once and within two weeks: ${link}`
          : this.mail
            ? `The invitation is on its way to ${input.ownerEmail}.`
            : `${input.ownerEmail} can sign in now.`,
      ],
    }
  }

  #given() {
    const { name, legalName, gstin, state, address, city, postalCode, phone } = this
    const { ownerName, ownerEmail } = this
    const where = { gstin, state, address, city, postalCode, phone }
    return { name, legalName, ...where, ownerName, ownerEmail }
  }

  async #entrance(words: string[]): Promise<OwnerEntrance> {
    if (!this.passwordStdin) return { invite: this.mail ? 'email' : 'link' }
    const password = await this.passwordFromStdin()
    await ensureGoodPassword('password', password, words)
    return { password }
  }
}
