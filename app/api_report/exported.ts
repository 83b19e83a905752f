import { join, relative } from 'node:path'
import type typescript from 'typescript'
import { componentText, vueTypeText } from './vue_component.ts'

/** Something that others can import. */
export interface ExportedName {
  name: string
  /** Its declaration as types see it, without comments. */
  text: string
  /** Marks of its doc block: `@alpha`, `@deprecated use X`. */
  marks: string[]
  documented: boolean
  /** Where it is declared, relative to the root. */
  file: string
}

const MARKS = ['public', 'alpha', 'beta', 'internal', 'deprecated', 'since']

/** Reads what the files of a program export. */
export class ExportReader {
  readonly #checker: typescript.TypeChecker
  readonly #printer: typescript.Printer
  readonly #declarations = new Map<string, typescript.SourceFile>()

  constructor(
    readonly ts: typeof typescript,
    readonly root: string,
    readonly program: typescript.Program
  ) {
    this.#checker = program.getTypeChecker()
    this.#printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })
  }

  /** What `file` exports, by name; `own` is the folder whose declarations count, for interfaces that others add to. */
  exportsOf(file: string, own: string): ExportedName[] {
    const source = this.program.getSourceFile(join(this.root, file))
    const symbol = source && this.#checker.getSymbolAtLocation(source)
    if (!source || !symbol) return []
    return this.#checker
      .getExportsOfModule(symbol)
      .map((each) => this.#read(each, own))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** What a contracts.ts adds to the types of the kernel. */
  augmentationsOf(file: string): string[] {
    const { ts } = this
    const declared = this.#declarationFile(join(this.root, file))
    return (declared?.statements ?? [])
      .filter((each) => ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name))
      .map((each) => this.#print(each, declared!))
  }

  #read(exported: typescript.Symbol, own: string): ExportedName {
    const { ts } = this
    const { name } = exported
    const component = this.#vueFile(exported)
    if (component) {
      const text =
        component.name === 'default'
          ? componentText(ts, component.path, name)
          : vueTypeText(ts, component.path, component.name)
      return { name, ...text, marks: [], file: relative(this.root, component.path) }
    }
    const target =
      exported.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(exported) : exported
    const declarations = (target.declarations ?? []).filter((each) =>
      each.getSourceFile().fileName.startsWith(join(this.root, own))
    )
    const first = declarations.at(0)
    if (!first) {
      return { name, text: `export { ${name} }`, marks: [], documented: true, file: 'node_modules' }
    }
    const files = [...new Set(declarations.map((each) => each.getSourceFile().fileName))]
    const local = target.name === 'default' ? 'default' : target.name
    const texts = files.flatMap((file) => this.#textsOf(file, local))
    const tags = target.getJsDocTags(this.#checker).filter((tag) => MARKS.includes(tag.name))
    return {
      name,
      text: [...(local === name ? [] : [`// exported as ${name}`]), ...texts].join('\n'),
      marks: tags.map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`.trim()),
      documented:
        target.getDocumentationComment(this.#checker).length > 0 ||
        target.getJsDocTags(this.#checker).length > 0,
      file: relative(this.root, files[0]),
    }
  }

  /** Imports of Vue files stand in no program; they are read by their own compiler. */
  #vueFile(exported: typescript.Symbol): { path: string; name: string } | null {
    const { ts } = this
    const specifier = exported.declarations?.find(ts.isExportSpecifier)
    const from = specifier?.parent.parent.moduleSpecifier
    if (!specifier || !from || !ts.isStringLiteral(from) || !from.text.endsWith('.vue')) return null
    const path = join(specifier.getSourceFile().fileName, '..', from.text)
    return { path, name: (specifier.propertyName ?? specifier.name).text }
  }

  #textsOf(file: string, name: string): string[] {
    const { ts } = this
    const declared = this.#declarationFile(file)
    if (!declared) return []
    const named = (statement: typescript.Statement): boolean => {
      if (ts.isVariableStatement(statement)) {
        return statement.declarationList.declarations.some((each) => each.name.getText() === name)
      }
      if (name === 'default' && ts.isExportAssignment(statement)) return true
      const { modifiers } = statement as typescript.ClassDeclaration
      if (
        name === 'default' &&
        modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
      ) {
        return true
      }
      return (statement as typescript.ClassDeclaration).name?.text === name
    }
    return declared.statements.filter(named).map((each) => this.#print(each, declared))
  }

  #print(node: typescript.Node, file: typescript.SourceFile): string {
    return this.#printer
      .printNode(this.ts.EmitHint.Unspecified, node, file)
      .split('\n')
      .filter((line) => !/^\s*(#private;|private .*;)$/.test(line))
      .join('\n')
      .replace(/^export declare /, 'export ')
      .replace(/^export (class|abstract class|function|const|let) /, 'export declare $1 ')
  }

  /** The declarations that the compiler writes for a file. */
  #declarationFile(file: string): typescript.SourceFile | undefined {
    const known = this.#declarations.get(file)
    if (known) return known
    const source = this.program.getSourceFile(file)
    if (!source) return undefined
    let text = ''
    this.program.emit(
      source,
      (name, content) => {
        if (name.endsWith('.d.ts')) text = content
      },
      undefined,
      true
    )
    const { ScriptTarget } = this.ts
    const declared = this.ts.createSourceFile('api.d.ts', text, ScriptTarget.Latest, true)
    this.#declarations.set(file, declared)
    return declared
  }
}
