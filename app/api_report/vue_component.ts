import { readFileSync } from 'node:fs'
import type typescript from 'typescript'

/** What a component shows of itself. */
export interface ComponentText {
  text: string
  documented: boolean
}

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g
const MACROS = ['defineProps', 'defineEmits', 'defineModel', 'defineSlots', 'defineExpose']

/** Props, events, models and slots of a component, as its source declares them. */
export function componentText(ts: typeof typescript, file: string, name: string): ComponentText {
  const source = readFileSync(file, 'utf8')
  const { code, generic } = scriptOf(source)
  const tree = ts.createSourceFile('component.ts', code, ts.ScriptTarget.Latest, true)
  const printer = ts.createPrinter({ removeComments: true })
  const print = (node: typescript.Node) => printer.printNode(ts.EmitHint.Unspecified, node, tree)
  const members: string[] = []
  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node) && MACROS.includes(node.expression.getText())) {
      const macro = node.expression.getText()
      const types = (node.typeArguments ?? []).map(print).join(', ')
      const values = node.arguments.map(print).join(', ')
      members.push(`${macro}${types && `<${types}>`}(${macro === 'defineExpose' ? '…' : values})`)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  const template = source.replace(SCRIPT, '')
  const slots = [...template.matchAll(/<slot(?=[\s/>])([^>]*)/g)].map(
    ([, attributes]) =>
      /\sname="([^"]+)"/.exec(attributes)?.[1] ??
      /\s:name="([^"]+)"/.exec(attributes)?.[1] ??
      'default'
  )
  const named = [...new Set(slots)].sort()
  return {
    text: [
      `export component ${name}${generic && `<${generic}>`}`,
      ...members.sort().map((member) => `  ${member.replaceAll('\n', '\n  ')}`),
      ...(named.length > 0 ? [`  slots: ${named.join(', ')}`] : []),
    ].join('\n'),
    documented: /\/\*\*/.test(code),
  }
}

/** A type that the script of a component exports. */
export function vueTypeText(ts: typeof typescript, file: string, name: string): ComponentText {
  const { code } = scriptOf(readFileSync(file, 'utf8'))
  const tree = ts.createSourceFile('component.ts', code, ts.ScriptTarget.Latest, true)
  const printer = ts.createPrinter({ removeComments: true })
  const found = tree.statements.find(
    (each) => (each as typescript.InterfaceDeclaration).name?.text === name
  )
  return {
    text: found ? printer.printNode(ts.EmitHint.Unspecified, found, tree) : `export { ${name} }`,
    documented: found ? ts.getJSDocCommentsAndTags(found).length > 0 : false,
  }
}

/** The code of all script blocks, and the type parameters of the component. */
function scriptOf(source: string): { code: string; generic: string } {
  const blocks = [...source.matchAll(SCRIPT)]
  const generic = blocks.map(([, attributes]) => /\bgeneric="([^"]+)"/.exec(attributes)?.[1] ?? '')
  return { code: blocks.map(([, , code]) => code).join('\n'), generic: generic.join('') }
}
