import { join } from 'node:path'
import type typescript from 'typescript'

/**
 * The sources of the checkout with further files, as the compiler sees them. Among them is what adds to the types of
 * AdonisJS: `ctx.scope`, `request.validateUsing`.
 */
export function checkoutProgram(
  ts: typeof typescript,
  root: string,
  files: string[],
  options: typescript.CompilerOptions = {}
): typescript.Program {
  const folders = ['start', 'config', '.adonisjs/server']
  const surroundings = folders.flatMap((name) => ts.sys.readDirectory(join(root, name), ['.ts']))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file))
  const own = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root)
  return ts.createProgram([join(root, 'adonisrc.ts'), ...surroundings, ...files], {
    ...own.options,
    rootDir: root,
    noEmit: false,
    declaration: true,
    sourceMap: false,
    newLine: ts.NewLineKind.LineFeed,
    ...options,
  })
}
