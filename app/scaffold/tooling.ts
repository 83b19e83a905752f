import type typescript from 'typescript'
import { DevelopmentToolError } from './errors.ts'

/** TypeScript, loaded when it is needed. @throws DevelopmentToolError in a production installation */
export async function loadTypescript(): Promise<typeof typescript> {
  try {
    return (await import('typescript')).default
  } catch (error) {
    throw new DevelopmentToolError('typescript', error)
  }
}

/**
 * The text as Prettier writes files of this checkout; text of languages that it does not know stays as it is.
 * @param file absolute path; its ending and its folder decide how
 * @throws DevelopmentToolError in a production installation
 */
export async function formatted(file: string, text: string): Promise<string> {
  const prettier = await import('prettier').catch((error: unknown) => {
    throw new DevelopmentToolError('prettier', error)
  })
  if (!/\.(ts|vue|json|md)$/.test(file)) return text
  const options = await prettier.resolveConfig(file)
  return prettier.format(text, { ...options, filepath: file })
}
