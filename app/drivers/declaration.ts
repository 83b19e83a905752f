import type { Scope } from '../tenancy/scope.ts'
import type { DriverFamilies } from '../modules/define.ts'

/** A kind of outside service with one interface and several makers. */
export interface DriverFamilyDeclaration {
  /** `kernel.sms`, or prefixed by the module that calls the drivers. */
  id: string
  label: string
  /** What the drivers are used for. */
  description: string
}

/** One maker's implementation of a family. */
export interface DriverDefinition<Family extends keyof DriverFamilies = keyof DriverFamilies> {
  /** Prefixed by the module: `sms-gateway.http`. */
  id: string
  family: Family
  label: string
  /** Makes the driver of one organisation from its settings and secrets; the instance is kept while those stay. */
  create(scope: Scope): Promise<DriverFamilies[Family]>
}

/** Declares a driver; its file is named in the manifest under `drivers.offers`. */
export function defineDriver<Family extends keyof DriverFamilies>(
  driver: DriverDefinition<Family>
): DriverDefinition<Family> {
  return driver
}
