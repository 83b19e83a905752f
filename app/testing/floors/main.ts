export { checkFloors, type Violation } from './check.ts'
export { readPackages, type WorkspacePackage } from './packages.ts'
