/**
 * A folder below `storage/`. Tests have one of their own, so that they never read a developer's, and each lane of a run
 * another one, so that lanes do not tidy up after each other.
 */
export function storageFolder(
  app: { inTest: boolean; makePath(...paths: string[]): string },
  name: string,
  ...paths: string[]
): string {
  const own = app.inTest ? [name, 'test', process.env.TEST_LANE_NAME].filter(Boolean) : [name]
  return app.makePath('storage', own.join('-'), ...paths)
}
