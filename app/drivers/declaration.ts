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
  /**
   * Reads what the service tells of messages later, at the address that stands with the driver under _Settings →
   * Services_; of drivers for texts. The address is known to the service alone, and is called also after another driver
   * was chosen; a signature that the service offers is checked here.
   * @throws KarkhanaError when the call is none of the service
   */
  hear?(scope: Scope, call: ServiceCall): Promise<HeardNews>
}

/** A call of an outside service. */
export interface ServiceCall {
  method: 'GET' | 'POST'
  query: Record<string, string>
  /** The body as it came, for signatures; 1 MB at the most. */
  body: string
  header(name: string): string | undefined
}

/** What a service told. */
export interface HeardNews {
  news: TextNews[]
  /** What the service wants to read back, such as the challenge by which it tries an address. */
  answer?: string
}

/** What became of a text that the service took. */
export interface TextNews {
  /** As `send` returned it. */
  id: string
  state: 'delivered' | 'read' | 'failed'
  /** Why it failed, in the words of the service. */
  reason?: string
  /** The number does not exist: nothing is sent there any more. */
  gone?: boolean
}

/** Declares a driver; its file is named in the manifest under `drivers.offers`. */
export function defineDriver<Family extends keyof DriverFamilies>(
  driver: DriverDefinition<Family>
): DriverDefinition<Family> {
  return driver
}
