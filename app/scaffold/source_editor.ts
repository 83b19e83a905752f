import type ts from 'typescript'
import { AlreadyDeclaredError, CannotEditError } from './errors.ts'

/**
 * Adds entries to the object that a call receives, `defineModule({ … })`, by changing its text where the entry
 * belongs: everything else, comments too, stays as the author wrote it.
 */
export class SourceEditor {
  constructor(
    readonly typescript: typeof ts,
    readonly file: string,
    /** The text so far. */
    public text: string,
    /** Order in which new properties stand among those that are there. */
    readonly order: readonly string[] = []
  ) {}

  /** The call of `callee` and the node of its argument number `index`. */
  argument(callee: string, index: number): ts.Expression | undefined {
    return this.find(
      (node): node is ts.CallExpression =>
        this.typescript.isCallExpression(node) && node.expression.getText() === callee
    )?.arguments[index]
  }

  /** The first node for which `test` holds, from the top of the file. */
  find<Found extends ts.Node>(test: (node: ts.Node) => node is Found): Found | undefined {
    let found: Found | undefined
    const visit = (node: ts.Node): void => {
      if (found) return
      if (test(node)) found = node
      else this.typescript.forEachChild(node, visit)
    }
    visit(this.source())
    return found
  }

  /** The syntax tree of the text as it is now. */
  source(): ts.SourceFile {
    return this.typescript.createSourceFile(
      this.file,
      this.text,
      this.typescript.ScriptTarget.Latest,
      true
    )
  }

  /** Replaces `from … to` of the text. */
  splice(from: number, to: number, text: string): void {
    this.text = this.text.slice(0, from) + text + this.text.slice(to)
  }

  /**
   * Appends `element` to the list at `path` below the object; what is missing on the way is made.
   * @throws AlreadyDeclaredError when the list holds the same text
   * @throws CannotEditError
   */
  addToList(root: () => ts.Expression | undefined, path: string[], element: string): void {
    const value = this.#valueAt(root, path, '[]', element)
    const { typescript } = this
    if (!typescript.isArrayLiteralExpression(value)) {
      this.splice(value.getStart(), value.end, `[...${value.getText()}, ${element}]`)
      return
    }
    if (value.elements.some((each) => sameEntry(each.getText(), element))) {
      throw new AlreadyDeclaredError(nameIn(element) ?? element, this.file)
    }
    this.#insertAfterLast(value.elements, value.end - 1, element)
  }

  /**
   * Adds `key: value` to the object at `path`.
   * @throws AlreadyDeclaredError when the object has the key
   * @throws CannotEditError
   */
  addToObject(
    root: () => ts.Expression | undefined,
    path: string[],
    key: string,
    value: string
  ): void {
    const target = this.#valueAt(root, path, '{}', `${key}: ${value}`)
    if (!this.typescript.isObjectLiteralExpression(target)) {
      const entry = `${nameOf(key)}: ${value}`
      this.splice(target.getStart(), target.end, `{ ...${target.getText()}, ${entry} }`)
      return
    }
    if (this.property(target, key)) throw new AlreadyDeclaredError(`"${key}"`, this.file)
    this.#makeProperty(target, key, value)
  }

  /** The property of this name. */
  property(object: ts.ObjectLiteralExpression, key: string) {
    return object.properties.find(
      (each) =>
        each.name !== undefined &&
        (this.typescript.isIdentifier(each.name) || this.typescript.isStringLiteral(each.name)) &&
        each.name.text === key
    )
  }

  /** Makes sure that `names` are imported from `specifier`; type names are written `type Name`. */
  importNames(specifier: string, names: string[]): void {
    const { typescript } = this
    for (const name of names) {
      const source = this.source()
      const declarations = source.statements.filter(typescript.isImportDeclaration)
      const same = declarations.find(
        ({ moduleSpecifier, importClause }) =>
          typescript.isStringLiteral(moduleSpecifier) &&
          moduleSpecifier.text === specifier &&
          importClause?.namedBindings !== undefined &&
          importClause.phaseModifier !== typescript.SyntaxKind.TypeKeyword &&
          typescript.isNamedImports(importClause.namedBindings)
      )
      const bindings = same?.importClause?.namedBindings as ts.NamedImports | undefined
      const plain = name.replace(/^type /, '')
      if (bindings?.elements.some((each) => each.name.text === plain)) continue
      if (bindings) this.#insertAfterLast(bindings.elements, bindings.end - 1, name)
      else {
        const after = declarations.at(-1)?.end ?? 0
        this.splice(after, after, `\nimport { ${name} } from '${specifier}'\n`)
      }
    }
  }

  /** Imports the default of `specifier`, after the other imports. */
  importDefault(name: string, specifier: string): void {
    const imports = this.source().statements.filter(this.typescript.isImportDeclaration)
    const after = imports.at(-1)?.end ?? 0
    this.splice(after, after, `\nimport ${name} from '${specifier}'`)
  }

  /** The expression at `path`; objects on the way, and `empty` at its end, are made where they are missing. */
  #valueAt(
    root: () => ts.Expression | undefined,
    path: string[],
    empty: string,
    snippet: string
  ): ts.Expression {
    const { typescript } = this
    for (let depth = 0; ; depth++) {
      let node = root()
      for (const key of path.slice(0, depth)) node = this.#child(node, key)
      if (!node) throw new CannotEditError(this.file, `"${path.join('.')}"`, snippet)
      if (depth === path.length) return node
      if (!typescript.isObjectLiteralExpression(node)) {
        throw new CannotEditError(this.file, `object "${path.slice(0, depth).join('.')}"`, snippet)
      }
      const property = this.property(node, path[depth])
      if (!property) {
        this.#makeProperty(node, path[depth], depth === path.length - 1 ? empty : '{}')
      } else if (typescript.isShorthandPropertyAssignment(property)) {
        this.splice(property.end, property.end, `: ${property.name.text}`)
      }
    }
  }

  #child(node: ts.Expression | undefined, key: string): ts.Expression | undefined {
    if (!node || !this.typescript.isObjectLiteralExpression(node)) return undefined
    const property = this.property(node, key)
    return property && this.typescript.isPropertyAssignment(property)
      ? property.initializer
      : undefined
  }

  #makeProperty(object: ts.ObjectLiteralExpression, key: string, value: string) {
    const entry = `${nameOf(key)}: ${value}`
    const place = this.order.indexOf(key)
    const before = object.properties.filter(({ name: other }) => {
      const index = other ? this.order.indexOf(other.getText()) : -1
      return index !== -1 && index < place
    })
    const last = before.at(-1) ?? object.properties.at(-1)
    if (last) this.splice(last.end, last.end, `, ${entry}`)
    else this.splice(object.end - 1, object.end - 1, entry)
  }

  #insertAfterLast(nodes: ts.NodeArray<ts.Node>, close: number, text: string) {
    const last = nodes.at(-1)
    if (!last) this.splice(close, close, text)
    else this.splice(last.end, last.end, `, ${text}`)
  }
}

/** A key as it is written in an object. */
const nameOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`)

/** The name that an entry begins with: `{ id: 'a.b', … }`, `permission('a.b', …)`. */
const nameIn = (entry: string) =>
  /^(?:\{\s*(?:id|key|name|component):|\w+\((?:\{\s*table:)?)\s*('[^']+')/.exec(entry)?.[1]

/** Whether two entries of a list have the same name, or are the same but for their layout. */
function sameEntry(one: string, other: string): boolean {
  const name = nameIn(other)
  if (name) return nameIn(one) === name
  const plain = (text: string) => text.replace(/\s+/g, '').replace(/,(?=[}\])])/g, '')
  return plain(one) === plain(other)
}
