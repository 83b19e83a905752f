import type typescript from 'typescript'
import type { JsonSchema } from '../schemas.ts'

/** Objects that are written as texts: what JSON makes of an instant. */
const INSTANTS = new Set(['Date', 'DateTime'])
/** Objects that JSON does not tell anything of. */
const OPAQUE = new Set(['Map', 'Set', 'Buffer', 'Uint8Array'])

/** Makes JSON Schemas of TypeScript types, as their values look when they are sent as JSON. */
export class TypeSchemas {
  /** Schemas of named types, by the name under which they stand in the description. */
  readonly named = new Map<string, JsonSchema>()
  readonly #names = new Map<typescript.Type, string>()
  readonly #open = new Set<typescript.Type>()
  readonly #checker: typescript.TypeChecker

  /**
   * @param prefix of the names: id of the module
   * @param isOurs whether a type of this file gets a name
   */
  constructor(
    private ts: typeof typescript,
    program: typescript.Program,
    private prefix: string,
    private isOurs: (file: string) => boolean
  ) {
    this.#checker = program.getTypeChecker()
  }

  /** The schema of `type`, by reference where the type has a name. */
  of(type: typescript.Type): JsonSchema {
    const name = this.#nameOf(type)
    if (!name) return this.#written(type)
    if (!this.#names.has(type)) {
      const free = this.#freeName(name)
      this.#names.set(type, free)
      this.named.set(free, {})
      this.named.set(free, this.#written(type))
    }
    return { $ref: `#/components/schemas/${this.#names.get(type)}` }
  }

  #nameOf(type: typescript.Type): string | null {
    const { ts } = this
    if (!(type.flags & ts.TypeFlags.Object) && !(type.flags & ts.TypeFlags.Intersection)) {
      return null
    }
    const symbol = type.aliasSymbol ?? type.getSymbol()
    const generic =
      (type.aliasTypeArguments?.length ?? 0) > 0 ||
      this.#checker.getTypeArguments(type as typescript.TypeReference).length > 0
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName
    if (!symbol || generic || !file || !this.isOurs(file)) return null
    return /^[A-Z]\w+$/.test(symbol.name) ? symbol.name : null
  }

  #freeName(name: string): string {
    for (let number = 1; ; number++) {
      const full = `${this.prefix}.${name}${number === 1 ? '' : number}`
      if (!this.named.has(full)) return full
    }
  }

  #written(type: typescript.Type): JsonSchema {
    const { TypeFlags } = this.ts
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.TypeParameter)) return {}
    if (type.isUnion()) return this.#union(type)
    if (type.flags & TypeFlags.Null) return { type: 'null' }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (type.flags & TypeFlags.BooleanLiteral) {
      return { const: this.#checker.typeToString(type) === 'true' }
    }
    if (type.flags & TypeFlags.StringLike) return { type: 'string' }
    if (type.flags & TypeFlags.NumberLike) return { type: 'number' }
    if (type.flags & TypeFlags.BooleanLike) return { type: 'boolean' }
    if (type.isIntersection()) {
      // A branded id is a text.
      const plain = type.types.find((each) => !(each.flags & TypeFlags.Object))
      if (plain) return this.#written(plain)
    }
    return this.#object(type)
  }

  #union({ types }: typescript.UnionType): JsonSchema {
    const { TypeFlags } = this.ts
    const given = types.filter((each) => !(each.flags & (TypeFlags.Undefined | TypeFlags.Void)))
    const schemas = given.map((each) => this.of(each))
    const values = schemas.flatMap((each) => ('const' in each ? [each.const] : []))
    const others = schemas.filter((each) => !('const' in each))
    const all = [...valuesSchema(values), ...others]
    const distinct = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
    if (distinct.some((each) => Object.keys(each).length === 0)) return {}
    if (distinct.length === 1) return distinct[0]
    const empty = distinct.find(({ type }) => type === 'null')
    const rest = distinct.filter((each) => each !== empty)
    if (empty && rest.length === 1 && typeof rest[0].type === 'string') {
      const [only] = rest
      return {
        ...only,
        type: [only.type as string, 'null'],
        ...(only.enum && { enum: [...only.enum, null] }),
      }
    }
    return { anyOf: distinct }
  }

  #object(type: typescript.Type): JsonSchema {
    const checker = this.#checker
    const name = type.getSymbol()?.name ?? ''
    if (INSTANTS.has(name)) return { type: 'string', format: 'date-time' }
    if (OPAQUE.has(name)) return {}
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as typescript.TypeReference)
      const schemas = items.map((each) => this.of(each))
      const distinct = [...new Map(schemas.map((each) => [JSON.stringify(each), each])).values()]
      return { type: 'array', items: distinct.length === 1 ? distinct[0] : { anyOf: distinct } }
    }
    if (type.getCallSignatures().length > 0) return {}
    if (this.#open.has(type)) return {}
    this.#open.add(type)
    try {
      return this.#properties(type)
    } finally {
      this.#open.delete(type)
    }
  }

  #properties(type: typescript.Type): JsonSchema {
    const checker = this.#checker
    const { TypeFlags, SymbolFlags } = this.ts
    const own = type.getProperties().filter(({ name }) => !name.startsWith('__'))
    const written = own.find(({ name }) => name === 'toJSON')
    if (written) {
      const [signature] = checker.getTypeOfSymbol(written).getCallSignatures()
      return signature ? this.of(checker.getReturnTypeOfSignature(signature)) : {}
    }
    const properties: Record<string, JsonSchema> = {}
    const required: string[] = []
    for (const each of own) {
      const value = checker.getTypeOfSymbol(each)
      if (value.getCallSignatures().length > 0 || each.flags & SymbolFlags.Method) continue
      if (value.flags & (TypeFlags.Undefined | TypeFlags.Never)) continue
      const described = this.of(value)
      const text = this.ts.displayPartsToString(each.getDocumentationComment(checker)).trim()
      properties[each.name] = {
        ...described,
        ...(text && !described.$ref && { description: text.replace(/\s+/g, ' ') }),
      }
      if (!(each.flags & SymbolFlags.Optional) && !mayBeMissing(this.ts, value)) {
        required.push(each.name)
      }
    }
    const index = type.getStringIndexType()
    return {
      type: 'object',
      ...(own.length > 0 && { properties }),
      ...(required.length > 0 && { required: required.sort() }),
      ...(index && { additionalProperties: own.length > 0 ? true : this.of(index) }),
    }
  }
}

function valuesSchema(values: unknown[]): JsonSchema[] {
  if (values.length === 0) return []
  const kinds = new Set(values.map((value) => typeof value))
  if (values.length === 2 && values.includes(true) && values.includes(false)) {
    return [{ type: 'boolean' }]
  }
  return [{ ...(kinds.size === 1 && { type: [...kinds][0] }), enum: [...values].sort() }]
}

function mayBeMissing(ts: typeof typescript, type: typescript.Type): boolean {
  const missing = ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown
  return (
    Boolean(type.flags & missing) ||
    (type.isUnion() && type.types.some((each) => each.flags & missing))
  )
}
