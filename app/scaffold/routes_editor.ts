import type ts from 'typescript'
import { AlreadyDeclaredError, CannotEditError } from './errors.ts'
import { SourceEditor } from './source_editor.ts'

/** A route to add to a routes.ts. */
export interface NewRoute {
  method: 'get' | 'post'
  path: string
  /** Name of the constant that loads the controller. */
  constant: string
  /** `./controllers/overview_controller.ts` */
  controller: string
  action: string
  /** Options as they are written: `{ permission: 'feedback.answer.view' }`. */
  options: string
}

/**
 * The text of a routes.ts with one more route. It stands before addresses that begin with a parameter, which would
 * take the request first.
 * @throws AlreadyDeclaredError, CannotEditError
 */
export function addRoute(typescript: typeof ts, file: string, text: string, route: NewRoute) {
  const editor = new SourceEditor(typescript, file, text)
  const build = editor.argument('defineRoutes', 0)
  const call = (name: string) =>
    `${name}.${route.method}('${route.path}', [${route.constant}, '${route.action}'], ${route.options})`
  if (!build || !typescript.isArrowFunction(build) || !typescript.isBlock(build.body)) {
    throw new CannotEditError(file, 'defineRoutes((route) => { … })', call('route'))
  }
  const declared = build.body.statements.map((statement) => pathOf(typescript, statement))
  if (declared.includes(`${route.method} ${route.path}`)) {
    throw new AlreadyDeclaredError(`${route.method.toUpperCase()} ${route.path}`, file)
  }
  const parameter = build.parameters[0]?.name.getText() ?? 'route'
  const first = declared.findIndex((path) => path !== null && / \/:/.test(path))
  const place = first === -1 ? build.body.end - 1 : build.body.statements[first].getStart()
  editor.splice(place, place, `${call(parameter)}\n`)

  const constant = `const ${route.constant} = () => import('${route.controller}')`
  if (!editor.text.includes(constant)) {
    const declaration = editor.find(typescript.isExportAssignment)!
    const start = declaration.getFullStart()
    editor.splice(start, start, `\n${constant}\n`)
  }
  return editor.text
}

/** `get /:id` of a statement that declares a route, else `null`. */
function pathOf(typescript: typeof ts, statement: ts.Statement): string | null {
  if (!typescript.isExpressionStatement(statement)) return null
  const { expression } = statement
  if (!typescript.isCallExpression(expression)) return null
  if (!typescript.isPropertyAccessExpression(expression.expression)) return null
  const [path] = expression.arguments
  return path && typescript.isStringLiteral(path)
    ? `${expression.expression.name.text} ${path.text}`
    : null
}

/** A routes.ts of a module that had none. */
export function firstRoutes(): string {
  return `import { defineRoutes } from '@karkhana/kernel/http'\n\nexport default defineRoutes((route) => {})\n`
}
