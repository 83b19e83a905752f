/**
 * The key of an outside service that an organisation stores, as a module declares it. Pure data: the kernel shows it
 * on the page of connections, keeps the value sealed and hands it to the module's own code (`readSecret`).
 */
export interface SecretDeclaration {
  /** Prefixed by the module: `invoicing.razorpay_key_secret`. */
  key: string
  /** As the service calls it: "Key secret". */
  label: string
  /** Where to find it. */
  help: string
  /** Name of the service; secrets of one service stand together. */
  group: string
  /** What Karkhana does with it, in one sentence, also when that part is still to come. */
  purpose: string
  /** Regular expression that the whole value matches; with `example`, which is told when it does not. */
  check?: string
  example?: string
  /** Whether people choose the value themselves, so that a random one may be made for them. */
  generate?: boolean
  /** Whether the value is a name rather than a secret; it is kept the same way, but may be read while typing. */
  plain?: boolean
}
