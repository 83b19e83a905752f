import fs from 'node:fs'
import ts from 'typescript'

/** One import or re-export of a file, static or dynamic. */
export interface FoundImport {
  specifier: string
  /** Counted from 1. */
  line: number
  /** True when nothing of it remains at run time. */
  typeOnly: boolean
}

/**
 * Reads the imports of a TypeScript or Vue file; in Vue files those of the script blocks.
 */
export function readImports(file: string): FoundImport[] {
  const text = fs.readFileSync(file, 'utf8')
  return file.endsWith('.vue')
    ? scriptBlocks(text).flatMap(({ code, lines }) => importsOf(code, lines))
    : importsOf(text, 0)
}

/** Script blocks of a Vue file with the number of lines before them. */
function scriptBlocks(text: string): { code: string; lines: number }[] {
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => {
    const start = match.index + match[0].indexOf('>') + 1
    return { code: match[1], lines: text.slice(0, start).split('\n').length - 1 }
  })
}

function importsOf(code: string, linesBefore: number): FoundImport[] {
  const source = ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, false)
  const found: FoundImport[] = []
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    found.push({ specifier: specifier.text, line: linesBefore + line + 1, typeOnly })
  }

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, isTypeOnlyImport(node.importClause))
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, isTypeOnlyExport(node))
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true)
    } else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      // `declare module 'x'` adds to the types of x
      add(node, node.name, true)
    } else if (ts.isCallExpression(node) && isImportCall(node)) {
      add(node, node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isImportCall(node: ts.CallExpression): boolean {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true
  return ts.isIdentifier(node.expression) && node.expression.text === 'require'
}

/** `import type`, or braces in which every name is a type. `import 'x'` runs x. */
function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const names = clause.namedBindings
  if (clause.name || !names || !ts.isNamedImports(names)) return false
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly)
}

function isTypeOnlyExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true
  const names = node.exportClause
  if (!names || !ts.isNamedExports(names)) return false
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly)
}
