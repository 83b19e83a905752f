type Packages = Record<string, object>
export function readJson(file: string): unknown
export function workspaceFolders(root: string): string[]
export function dependencyFingerprint(root: string): string
export function differingPackages(wanted: Packages, installed: Packages): string[]
export function inspectDependencies(root: string): {
  stamped: boolean
  matchesLock: boolean
  missingLinks: string[]
}
export function linkWorkspaces(root: string, folders: string[]): string[]
export function writeStamp(root: string): void
