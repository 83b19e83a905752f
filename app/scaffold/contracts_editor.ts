import type ts from 'typescript'
import { AlreadyDeclaredError } from './errors.ts'
import { SourceEditor } from './source_editor.ts'

const KERNEL = '@karkhana/kernel/module'

/**
 * The text of a contracts.ts whose `declare module '@karkhana/kernel/module'` has one more member in an interface:
 * `addToInterface(…, 'Events', 'feedback.answered@1', '{ answerId: string }')`.
 * @throws AlreadyDeclaredError
 */
export function addToInterface(
  typescript: typeof ts,
  file: string,
  text: string,
  { name, key, type, comment }: { name: string; key: string; type: string; comment: string }
): string {
  const editor = new SourceEditor(typescript, file, text)
  const member = `/** ${comment} */\n'${key}': ${type}\n`
  const declaration = editor.find(
    (node): node is ts.ModuleDeclaration =>
      typescript.isModuleDeclaration(node) &&
      typescript.isStringLiteral(node.name) &&
      node.name.text === KERNEL
  )
  const block = declaration?.body
  if (!block || !typescript.isModuleBlock(block)) {
    const imports = editor.source().statements.filter(typescript.isImportDeclaration)
    const place = imports.at(-1)?.end ?? 0
    const own = `declare module '${KERNEL}' {\ninterface ${name} {\n${member}}\n}\n`
    // `declare module` adds to the kernel's types only from a file that is a module itself
    const module = typescript.isExternalModule(editor.source())
    editor.splice(place, place, module ? `\n\n${own}` : `export {}\n\n${own}`)
    return editor.text
  }
  const existing = block.statements.find(
    (each): each is ts.InterfaceDeclaration =>
      typescript.isInterfaceDeclaration(each) && each.name.text === name
  )
  if (!existing) {
    editor.splice(block.end - 1, block.end - 1, `\ninterface ${name} {\n${member}}\n`)
    return editor.text
  }
  const taken = existing.members.some(
    (each) => each.name && typescript.isStringLiteral(each.name) && each.name.text === key
  )
  if (taken) throw new AlreadyDeclaredError(`"${key}"`, file)
  editor.splice(existing.end - 1, existing.end - 1, `\n${member}`)
  return editor.text
}
