import { join } from 'node:path'
import type typescript from 'typescript'
import { KarkhanaError } from '../../errors.ts'
import type { RegisteredRoute } from '../../http/registered_routes.ts'
import type { DescribedAnswer, PackageAnswers } from '../answers.ts'
import { TypeSchemas } from './type_schema.ts'

/** Whose routes are described: the kernel or one module. */
export interface DescribedPackage {
  /** `kernel`, or id of the module. */
  id: string
  /** Folder of its sources, absolute. */
  folder: string
  routes: RegisteredRoute[]
}

/** Reads what controllers answer from the types of their methods. */
export class AnswerReader {
  readonly #checker: typescript.TypeChecker

  private constructor(
    private ts: typeof typescript,
    private program: typescript.Program,
    private root: string
  ) {
    this.#checker = program.getTypeChecker()
  }

  /** @param root of the checkout, with its tsconfig.json */
  static async open(root: string): Promise<AnswerReader> {
    const { default: ts } = await import('typescript')
    const config = ts.getParsedCommandLineOfConfigFile(
      join(root, 'tsconfig.json'),
      { noEmit: true },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
    )
    if (!config) throw unreadable(root)
    const files = config.fileNames.filter((file) => !/\/(tests|bench|bin)\//.test(file))
    return new AnswerReader(ts, ts.createProgram(files, config.options), root)
  }

  /** What the routes of a package answer; those that say it themselves (`record` of a route) are left to them. */
  async read({ id, folder, routes }: DescribedPackage): Promise<PackageAnswers> {
    const schemas = new TypeSchemas(this.ts, this.program, id, (file) => {
      return file.startsWith(`${this.root}/`) && !file.includes('/node_modules/')
    })
    const answers: [string, DescribedAnswer][] = []
    for (const route of routes) {
      if (route.docs.record) continue
      const method = this.#method(folder, (await route.load()).default, route.action)
      const answer = this.#answer(method, schemas)
      if (answer) answers.push([`${route.method} ${route.pattern.slice('/api/v1'.length)}`, answer])
    }
    return {
      answers: Object.fromEntries(answers.sort(([a], [b]) => (a < b ? -1 : 1))),
      schemas: Object.fromEntries([...schemas.named].sort(([a], [b]) => (a < b ? -1 : 1))),
    }
  }

  /** Controllers of one name are told apart by their methods. */
  #method(
    folder: string,
    controller: { name: string; prototype: object },
    action: string
  ): typescript.MethodDeclaration {
    const { ts } = this
    const methods = Object.getOwnPropertyNames(controller.prototype)
      .filter((name) => name !== 'constructor')
      .sort()
      .join()
    const found = this.program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(`${folder}/`))
      .flatMap(({ statements }) => statements)
      .filter((each) => ts.isClassDeclaration(each) && each.name?.text === controller.name)
      .map((each) => (each as typescript.ClassDeclaration).members)
      .filter((members) => publicMethods(ts, members) === methods)
      .flatMap((members) => [...members])
      .filter((each) => ts.isMethodDeclaration(each) && each.name.getText() === action)
    if (found.length !== 1) {
      throw new KarkhanaError(
        'E_CONTROLLER_NAME',
        500,
        `${found.length} controllers below ${folder} are called ${controller.name}.${action}.`,
        { next: 'Give each controller of a package a name of its own.' }
      )
    }
    return found[0] as typescript.MethodDeclaration
  }

  #answer(method: typescript.MethodDeclaration, schemas: TypeSchemas): DescribedAnswer | null {
    const checker = this.#checker
    const signature = checker.getSignatureFromDeclaration(method)!
    const returned = checker.getReturnTypeOfSignature(signature)
    const type = checker.getAwaitedType(returned) ?? returned
    const kinds = (type.isUnion() ? type.types : [type]).flatMap((each) => {
      const answer = this.#described(each, method, schemas)
      return answer ? [answer] : []
    })
    const [first] = kinds
    if (!first) return null
    const distinct = new Map(kinds.map((each) => [JSON.stringify(each.schema), each.schema]))
    const statuses = [...new Set(kinds.flatMap((each) => each.statuses))].sort()
    const [only, ...others] = distinct.values()
    return { ...first, statuses, schema: others.length === 0 ? only : { anyOf: [only, ...others] } }
  }

  #described(
    type: typescript.Type,
    at: typescript.Node,
    schemas: TypeSchemas
  ): DescribedAnswer | null {
    const { TypeFlags } = this.ts
    if (!(type.flags & (TypeFlags.Object | TypeFlags.Intersection))) return null
    const property = (name: string) => {
      const symbol = type.getProperty(name)
      return symbol && this.#checker.getTypeOfSymbolAtLocation(symbol, at)
    }
    const saved = property('saved')
    if (saved && property('created')) {
      const created = this.#checker.typeToString(property('created')!)
      const statuses = created === 'true' ? [201] : created.includes('boolean') ? [200, 201] : [200]
      return { kind: 'record', statuses, schema: schemas.of(saved) }
    }
    if (property('page')) return null
    const data = property('data')
    if (!data) return { kind: 'plain', statuses: [200], schema: schemas.of(type) }
    const [row] = this.#checker.isArrayType(data)
      ? this.#checker.getTypeArguments(data as typescript.TypeReference)
      : []
    if (!row) return { kind: 'record', statuses: [200], schema: schemas.of(data) }
    const kind = property('nextCursor') ? 'list' : 'choices'
    return { kind, statuses: [200], schema: schemas.of(row) }
  }
}

function publicMethods(
  ts: typeof typescript,
  members: typescript.NodeArray<typescript.ClassElement>
): string {
  return members
    .filter((each) => ts.isMethodDeclaration(each) && !ts.isPrivateIdentifier(each.name))
    .map((each) => each.name!.getText())
    .sort()
    .join()
}

function unreadable(root: string) {
  return new KarkhanaError('E_TSCONFIG', 500, `${root} has no tsconfig.json that can be read.`, {
    next: 'Run it where the sources are.',
  })
}
