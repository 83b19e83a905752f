import type { Scope } from '../tenancy/scope.ts'
import type { DriverFamilies } from '../modules/define.ts'

/** A kind of outside service with one interface and several makers. */
export interface DriverFamilyDeclaration {
  /** `kernel.sms`, or prefixed by the module that calls the drivers. */
  id: string
  label: string
  /** What the drivers are used for. */
  description: string
  /** Another family whose drivers may be chosen here, too: they are called when the one chosen there fails. */
  fallbackOf?: string
}

/** One maker's implementation of a family. */
export interface DriverDefinition<Family extends keyof DriverFamilies = keyof DriverFamilies> {
  /** Prefixed by the module: `sms-gateway.http`. */
  id: string
  family: Family
  label: string
  /**
   * Makes the driver of one organisation from its settings and secrets; the instance is kept while those stay and
   * serves many callers, so it keeps nothing of the scope.
   */
  create(scope: Scope): Promise<DriverFamilies[Family]>
  /** What is missing before it can work, one sentence for an admin: "Store the API key."; `null` when nothing is. */
  ready?(scope: Scope): Promise<string | null>
  /**
   * Asks the service something that changes nothing, for the button «Test»; says what came back in one sentence.
   * @throws KarkhanaError saying what is wrong
   */
  test?(scope: Scope): Promise<string>
}

/** Declares a driver; its file is named in the manifest under `drivers.offers`. */
export function defineDriver<Family extends keyof DriverFamilies>(
  driver: DriverDefinition<Family>
): DriverDefinition<Family> {
  return driver
}
