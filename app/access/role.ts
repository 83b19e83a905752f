import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '../database/organisation_model.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import type { Authority } from './authority.ts'

/** A role of an organisation's own: a built-in one with differences, or one that starts from nothing. */
export default class Role extends OrganisationModel {
  static table = 'roles'

  @column()
  declare name: string

  @column()
  declare description: string | null

  /** `null` for a role that starts from nothing. */
  @column()
  declare base: BuiltInRole | null

  /** Permissions on top of the base. */
  @column()
  declare grants: string[]

  /** Permissions of the base that are taken away. */
  @column()
  declare denials: string[]
}

/** What a holder of the role may do, before anything is granted to the person. */
export function authorityOfRole(role: Pick<Role, 'base' | 'grants' | 'denials'>): Authority {
  return {
    role: 'custom',
    base: role.base,
    roleGrants: role.grants,
    roleDenials: role.denials,
    grants: [],
  }
}
